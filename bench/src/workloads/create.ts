import type { Address, Behaviour, Stage } from '../contestant.js';
import { Tally } from '../tally.js';
import type { Scene, Workload } from '../workload.js';

export class Hello {
  constructor(readonly key: string) {}
}

/** As many as all plays use, those of the warm-up as well. */
export const MOST_KEYS = 600_000;

/** Keys that nobody has used yet. They are made beforehand: neither their time nor their bytes belong to an actor. */
export class FreshKeys {
  readonly #keys: readonly string[] = Array.from({ length: MOST_KEYS }, (_, i) => `key-${i}`);
  #used = 0;

  take(count: number): readonly string[] {
    this.#used += count;
    if (this.#used > MOST_KEYS) throw new Error(`more than ${MOST_KEYS} keys were used`);
    return this.#keys.slice(this.#used - count, this.#used);
  }
}

export function hello(tally: Tally): void {
  tally.handled += 1;
  if (tally.handled === tally.told) tally.finish();
}

async function onStage(stage: Stage): Promise<Scene> {
  const fresh = new FreshKeys();
  const actors = new Map<string, Address<Hello>>();
  let tally = new Tally();
  return {
    play: async (size) => {
      tally = new Tally();
      tally.told = size;
      for (const key of fresh.take(size)) {
        let actor = actors.get(key);
        if (actor === undefined) {
          const behaviour: Behaviour<Hello> = () => hello(tally);
          const made = stage.actor(behaviour);
          actor = made instanceof Promise ? await made : made;
          actors.set(key, actor);
        }
        actor.tell(new Hello(key));
      }
      await tally.finished;
      return tally;
    },
  };
}

export const create: Workload = {
  name: 'create',
  what: '100,000 keys are told one message each, and get their actor by it',
  size: 100_000,
  once: true,
  onStage,
};
