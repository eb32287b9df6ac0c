import { performance } from 'node:perf_hooks';

import type { CountTally, Increment } from '../workloads/count.js';
import type { Flooded } from './flooded.js';
import { Knock } from './knock.js';

/** As long a slice, and as rare a look at the clock, as nestjs-mailbox takes. */
const SLICE_MS = 1;
const STRIDE = 32;

/** The least that is fair: two arrays, and a loop that leaves the event loop alone when its slice is over. No library. */
class FairLoop implements Flooded {
  #tally: CountTally | undefined;
  #flood: Increment[] = [];
  #handled = 0;
  readonly #knocks: Knock[] = [];
  #isArranged = false;

  account(tally: CountTally): void {
    this.#tally = tally;
    this.#flood = [];
    this.#handled = 0;
  }

  tell(message: Increment | Knock): void {
    if (message instanceof Knock) this.#knocks.push(message);
    else this.#flood.push(message);
    if (!this.#isArranged) queueMicrotask(this.#drain);
    this.#isArranged = true;
  }

  close(): void {
    // Nothing runs when nothing is queued.
  }

  readonly #drain = (): void => {
    const deadline = performance.now() + SLICE_MS;
    this.#isArranged = false;
    while (performance.now() < deadline) {
      this.#knocks.shift()?.heard();
      const end = Math.min(this.#handled + STRIDE, this.#flood.length);
      while (this.#handled < end) this.#tally?.count(this.#flood[this.#handled++] as Increment);
      if (end === this.#flood.length && this.#knocks.length === 0) return;
    }
    this.#isArranged = true;
    setImmediate(this.#drain);
  };
}

export function floodedByHand(): Flooded {
  return new FairLoop();
}
