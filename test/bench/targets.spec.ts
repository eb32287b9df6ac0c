import { renderTargets } from '../../bench/src/report/targets.js';
import { atLeast, atMost } from '../../bench/src/section.js';

const target = (share: number | undefined) => ({
  what: 'ring',
  needed: 'at least 2 ×',
  measured: '1 ×',
  share,
});

/** What is said of each. */
const verdicts = (shares: readonly (number | undefined)[]): string[] =>
  [...renderTargets(shares.map(target)).matchAll(/^\| ring .* \| ([^|]+) \|$/gm)].map(
    ([, verdict = '']) => verdict,
  );

describe('the targets that the bench reports', () => {
  it('are reached from below, or not gone beyond', () => {
    expect(atLeast('ring', 0.5, 0.25)).toEqual({
      what: 'ring',
      needed: 'at least 0.5 ×',
      measured: '0.25 ×',
      share: 0.5,
    });
    expect(atMost('create', 3_000, 2_400, 'ns')).toEqual({
      what: 'create',
      needed: 'at most 3,000 ns',
      measured: '2,400 ns',
      share: 1.25,
    });
    expect([atLeast('ring', 0.45, undefined).share, atMost('create', 3_000, undefined, 'ns').share]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('are met from their figure on, and otherwise missed by so much', () => {
    expect(verdicts([1.2, 1, 0.999, 0.8, 0.799])).toEqual([
      'met',
      'met',
      '**missed**, 99 % of it, nearly',
      '**missed**, 80 % of it, nearly',
      '**missed**, 79 % of it',
    ]);
  });

  it('are counted, without those that were not measured', () => {
    const report = renderTargets([1, undefined, 0.5].map(target));
    expect(report).toMatch(/^### Targets: 1 of 2 met\n/);
    expect(verdicts([1, undefined, 0.5])).toHaveLength(2);
  });
});
