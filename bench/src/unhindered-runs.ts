import type { CellArguments } from './cell-arguments.js';
import type { Found, run } from './run.js';

/** Processes that show how fast this machine can be. */
const PROBES = 12;

/** What takes longer than the fastest by this is hindered. */
const HINDERED = 1.3;

/** So many processes may be hindered for all their time, and so many when they begin, before one is taken as it is. */
const MOST = { hindered: 1, declined: 60 };

/**
 * Measures where nobody else is in the way: on a shared machine a processor can run at two thirds of its speed for minutes, or for parts of a
 * second. A process that finds no time at which it does not is begun once more, on another one. What is thrown away is so for what a fixed
 * piece of work took, never for what was measured.
 */
export class UnhinderedRuns {
  #fastestMs = Infinity;
  /** Of the processors the one whose turn it is. */
  #turn = 0;

  private constructor(
    private readonly start: typeof run,
    private readonly processors: readonly number[],
  ) {}

  /**
   * @param start Starts a process.
   * @param processors Those that one can be held on.
   */
  static async begin(start: typeof run, processors: readonly number[]): Promise<UnhinderedRuns> {
    const runs = new UnhinderedRuns(start, processors);
    for (let i = 0; i < PROBES; i += 1) {
      await runs.#run([], false, true);
      runs.#turn += 1;
    }
    return runs;
  }

  /** @param isHeld Whether one processor is all that it needs: then it stays on the one that it was found to be unhindered on. */
  async measure(cell: CellArguments, isHeld: boolean): Promise<Found> {
    const times = { hindered: 0, declined: 0 };
    for (;;) {
      const mayDecline = times.declined < MOST.declined;
      const { found } = await this.#run([cell], mayDecline, isHeld);
      const [figure] = found;
      if (figure === undefined) times.declined += 1;
      else if (figure.isHindered && mayDecline && times.hindered < MOST.hindered) times.hindered += 1;
      else return figure;
      this.#turn += 1;
    }
  }

  async #run(cells: readonly CellArguments[], mayDecline: boolean, isHeld: boolean): ReturnType<typeof run> {
    const processor = isHeld ? this.processors[this.#turn % this.processors.length] : undefined;
    const slowestMs = this.#fastestMs === Infinity ? null : this.#fastestMs * HINDERED;
    const outcome = await this.start({ cells, isTiny: false, slowestMs, mayDecline }, processor);
    this.#fastestMs = Math.min(this.#fastestMs, outcome.referenceMs);
    return outcome;
  }
}
