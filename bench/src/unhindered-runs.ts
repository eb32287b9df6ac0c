import type { CellArguments } from './cell-arguments.js';
import { type Found, run } from './run.js';

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

  static async begin(): Promise<UnhinderedRuns> {
    const runs = new UnhinderedRuns();
    for (let i = 0; i < PROBES; i += 1) await runs.#run([], null);
    return runs;
  }

  async measure(cell: CellArguments): Promise<Found & { readonly isHindered: boolean }> {
    for (let tries = 1; ; tries += 1) {
      const slowestMs = tries < MOST_TRIES ? this.#fastestMs * HINDERED : null;
      const { found, referenceMs } = await this.#run([cell], slowestMs);
      const [first] = found;
      const isHindered = referenceMs > this.#fastestMs * HINDERED;
      if (first !== undefined && (!isHindered || slowestMs === null)) return { ...first, isHindered };
    }
  }

  async #run(cells: readonly CellArguments[], slowestMs: number | null): ReturnType<typeof run> {
    const outcome = await run({ cells, isTiny: false, slowestMs });
    this.#fastestMs = Math.min(this.#fastestMs, outcome.referenceMs);
    return outcome;
  }
}
