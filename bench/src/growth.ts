import { type Figure, measure, tryOut } from './measure.js';
import { loadContestant } from './contestants.js';
import { Tally } from './tally.js';
import type { Scene } from './workload.js';

const MILLION = 1_000_000;

/** The keys' order of use: far from the one in which they were made, so that the memory behind them is cold. */
const STRIDE = 7_919;

export class Nudge {
  constructor(readonly key: string) {}
}

/** A message to each of many keys, over and over; how long the queue gets is the same for all. */
export class KeyedTally extends Tally {
  #caughtUp: () => void = () => undefined;

  count(): void {
    this.handled += 1;
    if (this.handled === this.told) this.#caughtUp();
  }

  async produce(size: number, keys: readonly string[], tell: (message: Nudge) => void): Promise<void> {
    while (this.told < size) {
      const first = this.told;
      this.told = Math.min(size, first + 1_000);
      const caughtUp = new Promise<void>((resolve) => (this.#caughtUp = resolve));
      for (let n = first; n < this.told; n += 1) tell(new Nudge(keys[(n * STRIDE) % keys.length] as string));
      await caughtUp;
    }
    this.finish();
  }
}

export function keysOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `key-${i}`);
}

async function openQueue(contestant: string, length: number): Promise<Scene> {
  if (contestant !== 'limit') {
    const { countInNest } = await import('./mailbox/count.js');
    return countInNest('sync', { actor: { mailbox: { capacity: MILLION } } }, length);
  }
  const { countOnStage } = await import('./workloads/count.js');
  return countOnStage(await (await loadContestant('limit')).open(), 'sync', length);
}

/** Nothing but the look-up that all keyed actors need. */
function openMap(count: number): Scene {
  const keys = keysOf(count);
  let tally = new KeyedTally();
  const receivers = new Map(keys.map((key) => [key, { nudges: 0 }]));
  return {
    play: async (size) => {
      tally = new KeyedTally();
      await tally.produce(size, keys, ({ key }) => {
        (receivers.get(key) as { nudges: number }).nudges += 1;
        tally.count();
      });
      return tally;
    },
  };
}

async function openKeys(contestant: string, count: number): Promise<Scene> {
  if (contestant !== 'limit') return (await import('./mailbox/keys.js')).keysInNest(count);
  return openMap(count);
}

/** Nanoseconds a message with a queue of so many messages, or spread over so many keys. */
export async function measureGrowth(
  kind: string,
  contestant: string,
  count: number,
  isTiny: boolean,
  isClear: () => boolean,
): Promise<Figure> {
  const scene = await (kind === 'queue' ? openQueue(contestant, count) : openKeys(contestant, count));
  // Every play reaches the full length, or every key; short ones are repeated until they can be timed.
  const size = Math.max(count, 100_000);
  try {
    if (isTiny) return await tryOut({ size }, scene);
    await scene.play(size);
    const wholePlays = { ...scene, play: (asked: number) => scene.play(Math.max(asked, count)) };
    return await measure({ size }, wholePlays, isClear);
  } finally {
    await scene.close?.();
  }
}
