import { performance } from 'node:perf_hooks';

import { floodedByHand } from './flood/by-hand.js';
import type { Flooded } from './flood/flooded.js';
import { floodedInNest } from './flood/in-nest.js';
import { Watch } from './flood/watch.js';
import type { Measures } from './measure.js';
import { meanOf } from './statistics.js';
import { CountTally, type Increment } from './workloads/count.js';

const MILLION = 1_000_000;
/** Floods of each kind, one after the other, to have samples enough for a percentile. */
const FLOODS = 9;
/** If they are over before there are so many, a few floods more. */
const SAMPLES = 200;
/** For so long at most, other threads sweep up after a forced collection; who needs memory meanwhile waits for them. */
const SWEEP_MS = 50;

const BY_TURNS = ['alone', 'watched'] as const;

export type FloodForm = 'sync' | 'async' | 'by hand';

/** Has the collector do all of its work before anything goes on. */
function collect(gc: NodeJS.GCFunction): void {
  gc();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SWEEP_MS);
}

/** Fills the mailbox first, so that what is timed is the handling; answers nanoseconds a message. */
async function flood(
  flooded: Flooded,
  size: number,
  watch?: Watch,
  beforehand?: () => void,
): Promise<number> {
  const tally = new CountTally();
  flooded.account(tally);
  const played = tally.produce(size, (message: Increment) => flooded.tell(message), size);
  beforehand?.();
  const start = performance.now();
  watch?.start();
  await played;
  const ns = ((performance.now() - start) * 1e6) / size;
  watch?.stop();
  if (tally.handled !== size || tally.isDisordered) throw new Error(`told ${size}, handled ${tally.handled}`);
  return ns;
}

/**
 * While one actor has a million messages waiting: how late a timer is, how long another actor waits, and what that costs the flood.
 *
 * A million messages told in one go are a hundred megabytes that the collector has not looked at, and it does so while they are
 * handled. `timerP99`, `quietP99` and the nanoseconds of both, `alone` and `watched`, are of floods that it has seen before their
 * handling begins; `freshTimerP99` and `freshQuietP99` of those that it has not.
 */
export async function measureFlood(form: FloodForm, isTiny: boolean): Promise<Measures> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with --expose-gc');
  const size = isTiny ? 1_000 : MILLION;
  const flooded = form === 'by hand' ? floodedByHand() : await floodedInNest(form, size);
  const fresh = new Watch(flooded);
  const settled = new Watch(flooded);
  const ns = { alone: [] as number[], watched: [] as number[] };
  for (let i = 0; i < FLOODS; i += 1) await flood(flooded, size, fresh);
  // After all of the others: a forced collection would do the work of theirs.
  for (let i = 0; i < FLOODS || (settled.samples < SAMPLES && !isTiny); i += 1) {
    // A B, B A: where the collector has put its messages, a flood may have in common with every other one.
    for (const one of i % 2 === 0 ? BY_TURNS : BY_TURNS.toReversed()) {
      const watch = one === 'watched' ? settled : undefined;
      ns[one].push(await flood(flooded, size, watch, () => collect(gc)));
    }
  }
  await flooded.close();
  return {
    timerP99: settled.timerP99,
    quietP99: settled.quietP99,
    samples: settled.samples,
    freshTimerP99: fresh.timerP99,
    freshQuietP99: fresh.quietP99,
    alone: meanOf(ns.alone),
    watched: meanOf(ns.watched),
  };
}
