import { DEFAULT_OPTIONS } from '../runtime/options.js';
import { resolveModuleOptions } from './resolved-options.js';

describe('resolveModuleOptions', () => {
  it.each([undefined, null, {}])('fills the defaults in for %p', (given) => {
    expect(resolveModuleOptions(given)).toEqual({ options: DEFAULT_OPTIONS, problems: [] });
  });

  it('keeps what is given', () => {
    const { options } = resolveModuleOptions({ mailbox: { capacity: 5 } });
    expect(options.mailbox).toEqual({ ...DEFAULT_OPTIONS.mailbox, capacity: 5 });
  });

  it('tells every option that does not work, and stands on the defaults then', () => {
    const given = { colour: 'red', mailbox: { capacity: 0 }, autoStart: 'yes' } as never;
    expect(resolveModuleOptions(given)).toEqual({
      options: DEFAULT_OPTIONS,
      problems: [
        {
          path: 'options.colour',
          problem: expect.stringContaining('is unknown; known here: mailbox') as string,
        },
        { path: 'options.mailbox.capacity', problem: 'must be a whole number of at least 1' },
        { path: 'options.autoStart', problem: 'must be true or false' },
      ],
    });
  });

  it('tells options that contradict each other, defaults included', () => {
    expect(resolveModuleOptions({ supervision: { maxBackoffMs: 1 } }).problems).toEqual([
      {
        path: 'options.supervision.maxBackoffMs',
        problem: '(1) is below options.supervision.backoffMs (100)',
      },
    ]);
  });

  it('tells what is no object at all', () => {
    expect(resolveModuleOptions([] as never).problems).toEqual([
      { path: 'options', problem: 'must be an object' },
    ]);
  });
});
