import { seededRandom } from '../../test/universe.js';
import { backoffAfter } from './retry.js';

const options = { backoffMs: 100, factor: 3, maxBackoffMs: 1_000, jitter: false };

describe('backoffAfter', () => {
  it('grows by the factor, up to the cap', () => {
    expect([1, 2, 3, 4, 400].map((attempt) => backoffAfter(attempt, options, () => 0))).toEqual([
      100, 300, 900, 1_000, 1_000,
    ]);
  });

  it('jitters between the half and the whole', () => {
    const random = seededRandom(7);
    const pauses = Array.from({ length: 1_000 }, () => backoffAfter(1, { ...options, jitter: true }, random));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(50);
    expect(Math.min(...pauses)).toBeLessThan(52);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(100);
    expect(Math.max(...pauses)).toBeGreaterThan(98);
    expect(pauses.filter((ms) => !Number.isInteger(ms))).toEqual([]); // an idle time would be over a part of one too early
  });

  it('is no pause at all when it begins with 0', () => {
    expect(
      [5, 2_000].map((attempt) =>
        backoffAfter(attempt, { ...options, backoffMs: 0, jitter: true }, Math.random),
      ),
    ).toEqual([0, 0]);
  });
});
