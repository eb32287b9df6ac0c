import { chanceOf } from './chance.js';

describe('chanceOf', () => {
  it('gives the same numbers for the same seed and words, and others for others', () => {
    const numbers = (...about: Parameters<typeof chanceOf>): number[] => {
      const chance = chanceOf(...about);
      return Array.from({ length: 5 }, () => chance());
    };
    expect(numbers(1, 'turns')).toEqual(numbers(1, 'turns'));
    expect(numbers(1, 'turns')).not.toEqual(numbers(2, 'turns'));
    expect(numbers(1, 'fault', 'A', 1)).not.toEqual(numbers(1, 'fault', 'A', 2));
  });

  it('spreads first numbers evenly from 0 up to 1, though words differ by little', () => {
    const tenths = Array<number>(10).fill(0);
    for (let nth = 0; nth < 2_000; nth += 1) {
      const first = chanceOf(1, 'fault', 'StockReserved', nth)();
      tenths[Math.floor(first * 10)] = (tenths[Math.floor(first * 10)] ?? NaN) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(140);
    expect(Math.max(...tenths)).toBeLessThan(260);
  });
});
