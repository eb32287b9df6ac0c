import type { CellArguments } from './cell-arguments.js';
import type { Found, run } from './run.js';

/** Processes that show how fast this machine can be. */
const PROBES = 12;

/** What takes longer than the fastest by this is hindered. */
const HINDERED = 1.3;

/** So often another process is begun before one is taken as it is. */
const MOST_TRIES = 12;

/**
 * Measures where nobody else is in the way: on a shared machine a processor can run at two thirds of its speed for minutes, and a process that is begun
 * once more may get another one. What is thrown away is so for what a fixed piece of work took, never for what was measured.
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
      await runs.#run([], null, true);
      runs.#turn += 1;
    }
    return runs;
  }

  /** @param isHeld Whether one processor is all that it needs: then it stays on the one that it was found to be unhindered on. */
  async measure(cell: CellArguments, isHeld: boolean): Promise<Found & { readonly isHindered: boolean }> {
    for (let tries = 1; ; tries += 1) {
      const slowestMs = tries < MOST_TRIES ? this.#fastestMs * HINDERED : null;
      const { found, referenceMs } = await this.#run([cell], slowestMs, isHeld);
      const [first] = found;
      const isHindered = referenceMs > this.#fastestMs * HINDERED;
      if (first !== undefined && (!isHindered || slowestMs === null)) return { ...first, isHindered };
      this.#turn += 1;
    }
  }

  async #run(
    cells: readonly CellArguments[],
    slowestMs: number | null,
    isHeld: boolean,
  ): ReturnType<typeof run> {
    const processor = isHeld ? this.processors[this.#turn % this.processors.length] : undefined;
    const outcome = await this.start({ cells, isTiny: false, slowestMs }, processor);
    this.#fastestMs = Math.min(this.#fastestMs, outcome.referenceMs);
    return outcome;
  }
}
