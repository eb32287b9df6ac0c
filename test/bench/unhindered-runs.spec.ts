import type { CellArguments } from '../../bench/src/cell-arguments.js';
import type { Order } from '../../bench/src/cell.js';
import type { Outcome } from '../../bench/src/run.js';
import { UnhinderedRuns } from '../../bench/src/unhindered-runs.js';

const CELL: CellArguments = ['workloads', 'ring', 'limit'];
const PROBES = 12;
/** So many processes may be hindered, or decline, before one is taken as it is. */
const MOST = { hindered: 1, declined: 60 };

/** What was begun, and on which processor. */
interface Begun extends Order {
  readonly processor: number | undefined;
}

/** What a process finds: how long the reference takes when it begins, and whether it is hindered from then on. */
interface Process {
  readonly referenceMs: number;
  readonly isHindered?: boolean;
}

describe('processes that nobody slows', () => {
  let begun: Begun[];
  /** One after the other; the last of them stands for all that follow. */
  let processes: Process[];

  const run = async (order: Order, processor?: number): Promise<Outcome> => {
    begun.push({ ...order, processor });
    if (begun.length > 2 * MOST.declined) throw new Error('no process is taken');
    const { referenceMs, isHindered = false } = (
      processes.length > 1 ? processes.shift() : processes[0]
    ) as Process;
    const declines = order.mayDecline && referenceMs > (order.slowestMs ?? Infinity);
    const found = declines ? [] : order.cells;
    return { found: found.map((cell) => ({ cell, measures: { ns: referenceMs }, isHindered })), referenceMs };
  };

  /** Begins with probes, of which the fastest takes a millisecond. */
  const probed = async (processors: readonly number[] = []): Promise<UnhinderedRuns> => {
    processes = [{ referenceMs: 1.4 }, { referenceMs: 1 }, { referenceMs: 1.2 }];
    const runs = await UnhinderedRuns.begin(run, processors);
    begun = [];
    return runs;
  };

  beforeEach(() => {
    begun = [];
  });

  it('are begun after a few that only show how fast the machine can be, on each processor in turn', async () => {
    processes = [{ referenceMs: 1 }];
    await UnhinderedRuns.begin(run, [0, 1]);
    expect(begun).toHaveLength(PROBES);
    expect(begun.slice(0, 4).map(({ processor }) => processor)).toEqual([0, 1, 0, 1]);
    expect(begun[0]).toMatchObject({ cells: [], isTiny: false, slowestMs: null, mayDecline: false });
  });

  it('may take 1.3 times the least for the reference', async () => {
    const runs = await probed();
    processes = [{ referenceMs: 1.3 }];
    expect(await runs.measure(CELL, false)).toEqual({ cell: CELL, measures: { ns: 1.3 }, isHindered: false });
    expect(begun).toEqual([
      { cells: [CELL], isTiny: false, slowestMs: 1.3, mayDecline: true, processor: undefined },
    ]);
  });

  it('are begun again on the next processor when one declines or is hindered, and stay on that one', async () => {
    const runs = await probed([4, 5, 6]);
    processes = [{ referenceMs: 1.31 }, { referenceMs: 1.2, isHindered: true }, { referenceMs: 1.1 }];
    expect(await runs.measure(CELL, true)).toMatchObject({ measures: { ns: 1.1 }, isHindered: false });
    expect(begun.map(({ processor }) => processor)).toEqual([4, 5, 6]);
    await runs.measure(CELL, true);
    expect(begun.at(-1)?.processor).toBe(6);
  });

  it('are taken as they are after so many that were hindered, which the figure says', async () => {
    const runs = await probed();
    processes = [{ referenceMs: 1.2, isHindered: true }];
    expect(await runs.measure(CELL, false)).toMatchObject({ measures: { ns: 1.2 }, isHindered: true });
    expect(begun).toHaveLength(MOST.hindered + 1);
  });

  it('may not decline after so many that did', async () => {
    const runs = await probed();
    processes = [{ referenceMs: 2, isHindered: true }];
    expect(await runs.measure(CELL, false)).toMatchObject({ measures: { ns: 2 }, isHindered: true });
    expect(begun).toHaveLength(MOST.declined + 1);
    expect(begun.filter(({ mayDecline }) => !mayDecline)).toEqual([begun.at(-1)]);
  });

  it('set a new mark when one is faster than all before', async () => {
    const runs = await probed();
    processes = [{ referenceMs: 0.5 }];
    await runs.measure(CELL, false);
    await runs.measure(CELL, false);
    expect(begun.at(-1)?.slowestMs).toBeCloseTo(0.65);
  });

  it('are not held on a processor when they need more than one', async () => {
    const runs = await probed([0, 1]);
    await runs.measure(CELL, false);
    expect(begun[0]?.processor).toBeUndefined();
  });
});
