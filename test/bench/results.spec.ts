import type { CellArguments } from '../../bench/src/cell-arguments.js';
import { figure } from '../../bench/src/report/table.js';
import { Results } from '../../bench/src/results.js';

const OURS: CellArguments = ['workloads', 'ring', 'nestjs-mailbox'];
const LIMIT: CellArguments = ['workloads', 'ring', 'limit'];

describe('the figures of the bench', () => {
  const played = (ours: readonly number[], limit: readonly number[] = []): Results => {
    const results = new Results();
    for (const ns of ours) results.record(OURS, { ns }, false);
    for (const ns of limit) results.record(LIMIT, { ns }, false);
    return results;
  };

  it('are the medians of their rounds', () => {
    expect(played([50, 10, 20]).median(OURS, 'ns')).toBe(20);
    expect(played([10, 20]).median(OURS, 'ns')).toBe(15);
  });

  it('compare what was played in the same round: a slow minute is slow for both', () => {
    // Quotients of the rounds: 2, 3 and 4. That of the medians would be 30 / 14.
    const results = played([14, 30, 400], [7, 10, 100]);
    expect(results.ratio(OURS, LIMIT, 'ns')).toBe(3);
  });

  it('compare two measures of the same rounds', () => {
    const results = new Results();
    results.record(OURS, { alone: 10, watched: 20 }, false);
    results.record(OURS, { alone: 10, watched: 40 }, false);
    expect(results.ratio(OURS, OURS, 'watched', 'alone')).toBe(3);
  });

  it('are noisy when the middle half of the rounds lies more than a tenth of the median apart', () => {
    expect(played([95, 98, 100, 103, 108]).find(OURS, 'ns')).toEqual({
      median: 100,
      iqr: 5,
      isNoisy: false,
      isHindered: false,
    });
    expect(played([90, 95, 100, 105, 110]).find(OURS, 'ns')?.isNoisy).toBe(false);
    expect(played([80, 94, 100, 105, 110]).find(OURS, 'ns')).toEqual({
      median: 100,
      iqr: 11,
      isNoisy: true,
      isHindered: false,
    });
  });

  it('are none when a round has failed, none was played, or it has no such measure', () => {
    const results = played([10, 20], [5, 5]);
    results.fail(OURS, 'told 3, handled 2');
    expect(results.find(OURS, 'ns')).toBeUndefined();
    expect(results.ratio(OURS, LIMIT, 'ns')).toBeUndefined();
    expect(results.ratio(LIMIT, OURS, 'ns')).toBeUndefined();
    expect(results.find(LIMIT, 'bytes')).toBeUndefined();
    expect(results.find(['growth'], 'ns')).toBeUndefined();
    expect(results.failures).toEqual(['workloads · ring · nestjs-mailbox: told 3, handled 2']);
  });

  it('are counted, and those among them that are of a processor that somebody slowed', () => {
    const results = played([10], [5, 5]);
    results.record(OURS, { ns: 13 }, true);
    expect([results.figures, results.hindered]).toEqual([4, 1]);
  });

  it('are marked where most of their rounds are of a processor that somebody slowed', () => {
    const results = played([10]);
    results.record(OURS, { ns: 13 }, true);
    expect(figure(results.find(OURS, 'ns'))).toBe('11.5 ~');
    results.record(OURS, { ns: 13 }, true);
    expect(figure(results.find(OURS, 'ns'))).toBe('13 ~ ‡');
    expect(figure(results.find(LIMIT, 'ns'))).toBe('–');
  });
});
