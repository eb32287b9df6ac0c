import type { CellArguments } from '../../bench/src/cell-arguments.js';
import type { Order } from '../../bench/src/cell.js';
import type { Outcome } from '../../bench/src/run.js';
import { UnhinderedRuns } from '../../bench/src/unhindered-runs.js';

const CELL: CellArguments = ['workloads', 'ring', 'limit'];
const PROBES = 12;
const MOST_TRIES = 12;

/** What was begun: on which processor, and from which time of the reference on nothing was to be measured. */
interface Begun {
  readonly processor: number | undefined;
  readonly slowestMs: number | null;
}

describe('processes that nobody slows', () => {
  let begun: Begun[];
  /** How long the reference takes in each process; the last of them in all that follow. */
  let references: number[];

  const run = async ({ cells, slowestMs }: Order, processor?: number): Promise<Outcome> => {
    begun.push({ processor, slowestMs });
    const referenceMs = (references.length > 1 ? references.shift() : references[0]) as number;
    const isMeasured = referenceMs <= (slowestMs ?? Infinity);
    return {
      found: isMeasured ? cells.map((cell) => ({ cell, measures: { ns: referenceMs } })) : [],
      referenceMs,
    };
  };

  /** Begins with probes, of which the fastest takes a millisecond. */
  const probed = async (processors: readonly number[] = []): Promise<UnhinderedRuns> => {
    references = [1.4, 1, 1.2];
    const runs = await UnhinderedRuns.begin(run, processors);
    begun = [];
    return runs;
  };

  beforeEach(() => {
    begun = [];
  });

  it('are begun after a few that only show how fast the machine can be, on each processor in turn', async () => {
    references = [1];
    await UnhinderedRuns.begin(run, [0, 1]);
    expect(begun).toHaveLength(PROBES);
    expect(begun.slice(0, 4).map(({ processor }) => processor)).toEqual([0, 1, 0, 1]);
    expect(new Set(begun.map(({ slowestMs }) => slowestMs))).toEqual(new Set([null]));
  });

  it('are taken when the reference takes no more than 1.3 times the least', async () => {
    const runs = await probed();
    references = [1.3];
    expect(await runs.measure(CELL, false)).toEqual({ cell: CELL, measures: { ns: 1.3 }, isHindered: false });
    expect(begun).toEqual([{ processor: undefined, slowestMs: 1.3 }]);
  });

  it('are begun again on the next processor when it takes longer, and stay on that one', async () => {
    const runs = await probed([4, 5, 6]);
    references = [1.31, 2, 1.1];
    expect(await runs.measure(CELL, true)).toMatchObject({ measures: { ns: 1.1 }, isHindered: false });
    expect(begun.map(({ processor }) => processor)).toEqual([4, 5, 6]);
    await runs.measure(CELL, true);
    expect(begun.at(-1)?.processor).toBe(6);
  });

  it('are taken as they are after so many, and said to be hindered', async () => {
    const runs = await probed();
    references = [2];
    expect(await runs.measure(CELL, false)).toMatchObject({ measures: { ns: 2 }, isHindered: true });
    expect(begun).toHaveLength(MOST_TRIES);
    expect(begun.at(-1)?.slowestMs).toBeNull();
  });

  it('set a new mark when one is faster than all before', async () => {
    const runs = await probed();
    references = [0.5, 1];
    await runs.measure(CELL, false);
    begun = [];
    expect(await runs.measure(CELL, false)).toMatchObject({ isHindered: true });
    expect(begun[0]?.slowestMs).toBeCloseTo(0.65);
  });

  it('are not held on a processor when they need more than one', async () => {
    const runs = await probed([0, 1]);
    await runs.measure(CELL, false);
    expect(begun[0]?.processor).toBeUndefined();
  });
});
