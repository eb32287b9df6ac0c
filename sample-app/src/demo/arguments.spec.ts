import { readArguments } from './arguments.js';

describe('readArguments', () => {
  it('has defaults', () => {
    expect(readArguments([], {})).toEqual({ orders: 1_000, seed: 7, fault: 'none' });
  });

  it('reads orders, seed and the fault to plant', () => {
    const given = readArguments(['--orders', '20', '--seed=3'], { DEMO_BREAK: 'payment' });
    expect(given).toEqual({ orders: 20, seed: 3, fault: 'payment' });
  });

  it.each([
    [['--orders', '0'], {}, "--orders is '0'"],
    [['--seed', 'x'], {}, "--seed is 'x'"],
    [['--order', '1'], {}, 'npm run demo'],
    [[], { DEMO_BREAK: 'all' }, "DEMO_BREAK is 'all'"],
  ])('refuses %j %j', (args, environment, message) => {
    expect(() => readArguments(args, environment)).toThrow(message);
  });
});
