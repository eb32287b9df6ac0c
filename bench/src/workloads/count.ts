import type { Address, Behaviour, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

/** One of many; its number shows whether it came in its turn. */
export class Increment {
  constructor(readonly n: number) {}
}

/** What a handler that awaits awaits. */
export const SETTLED = Promise.resolve();

export type CountForm = 'sync' | 'async' | 'awaiting';

/** As many as a mailbox holds by default are told before the producer waits for the actor to catch up. */
const BURST = 10_000;

/** The account of one play, and how far the producer may go. */
export class CountTally extends Tally {
  #caughtUp: () => void = () => undefined;

  /** What a counter does with an increment, in every form. */
  count({ n }: Increment): void {
    if (n !== this.handled) this.isDisordered = true;
    this.handled += 1;
    if (this.handled === this.told) this.#caughtUp();
  }

  /** Sends `size` increments, burst after burst; a burst is how long the queue gets. */
  async produce(size: number, tell: (message: Increment) => void, burst = BURST): Promise<void> {
    while (this.told < size) {
      const caughtUp = new Promise<void>((resolve) => (this.#caughtUp = resolve));
      const first = this.told;
      this.told = Math.min(size, first + burst); // before they are told: some contestants handle inside the call
      for (let n = first; n < this.told; n += 1) tell(new Increment(n));
      await caughtUp;
    }
    this.finish();
  }
}

const forms: Record<CountForm, (current: () => CountTally) => Behaviour<Increment>> = {
  sync: (current) => (message) => current().count(message),
  async: (current) => async (message) => current().count(message),
  awaiting: (current) => {
    let running = 0;
    return async (message) => {
      running += 1;
      await SETTLED;
      if (running > 1) current().overlaps = true;
      running -= 1;
      current().count(message);
    };
  },
};

/** @param burst How many are told before the producer waits. */
export async function countOnStage(stage: Stage, form: CountForm, burst?: number): Promise<Scene> {
  let tally = new CountTally();
  const counter: Address<Increment> = await stage.actor(forms[form](() => tally));
  return {
    play: async (size) => {
      tally = new CountTally();
      await tally.produce(size, (message) => counter.tell(message), burst);
      return tally;
    },
  };
}

const count = (form: CountForm, handler: string): Workload => ({
  name: `count, ${form}`,
  what: `one actor is told a million messages, 10,000 at a time; ${handler}`,
  size: 1_000_000,
  onStage: (stage) => countOnStage(stage, form),
});

export const counts: readonly Workload[] = [
  count('sync', 'its handler is a plain method'),
  count('async', 'its handler is an async method that awaits nothing'),
  count('awaiting', 'its handler awaits a settled promise'),
];
