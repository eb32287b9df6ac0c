import { performance } from 'node:perf_hooks';

import { Patience } from './patience.js';
import { percentile } from './statistics.js';
import type { Scene, Workload } from './workload.js';

/** What one process measured, by name: nanoseconds a message, bytes an instance, … */
export type Measures = Readonly<Record<string, number>>;

/** Short plays, for so long and so often at least, show how long a play may be. */
const TRIED = { ms: 150, plays: 3 };
/**
 * Then it is played in longer ones, for so long and so often at least, which show how long one takes. It takes V8 one or two seconds to compile
 * everything, and what is compiled for short plays is not what long ones need: they are interrupted by other turns of the event loop.
 */
const WARM = { ms: 1_500, plays: 3 };
/**
 * What takes longer is played in a tenth or a hundredth of its size: nobody is left alone on a busy machine for a long play, and what is played
 * once has no other.
 */
const LONGEST_MS = { play: 50, once: 700 };
/**
 * Plays are repeated until so much of them is unhindered. Their lower quartile is the round's figure: what others do on the same machine makes a play
 * longer, never shorter.
 */
const MEASURED = { ms: 300, plays: 25 };

/** How often a scene is played for one figure; and whether only once in a process. */
export type Sized = Pick<Workload, 'size' | 'once'>;

/** What was measured, and whether somebody slowed the processor meanwhile. */
export interface Figure {
  readonly measures: Measures;
  readonly isHindered: boolean;
}

interface Played {
  readonly ms: number;
  readonly ns: number;
}

async function playOnce(scene: Scene, size: number): Promise<Played> {
  const start = performance.now();
  const { told, handled, isDisordered, overlaps } = await scene.play(size);
  const ms = performance.now() - start;
  if (handled !== told) throw new Error(`told ${told}, handled ${handled}`);
  if (overlaps && scene.mayOverlap !== true)
    throw new Error('two messages of one actor were handled at once');
  if (isDisordered) throw new Error('messages were handled out of turn');
  return { ms, ns: (ms * 1e6) / told };
}

/** Plays a scene again and again; answers how long the last of these plays took for each of its size. */
async function playFor(scene: Scene, size: number, least: { ms: number; plays: number }): Promise<number> {
  const start = performance.now();
  for (let plays = 1; ; plays += 1) {
    const { ms } = await playOnce(scene, size);
    const spent = performance.now() - start;
    if (spent > least.ms * 4 || (spent > least.ms && plays >= least.plays)) return ms / size;
  }
}

function fitted(size: number, msEach: number, longestMs: number): number {
  return size === 1 || size * msEach <= longestMs ? size : fitted(Math.ceil(size / 10), msEach, longestMs);
}

/** Plays a scene once, and all but for nothing: it shows that nothing is broken. */
export async function tryOut(workload: Sized, scene: Scene): Promise<Figure> {
  const size = Math.ceil(workload.size / 1_000);
  const { ns } = await playOnce(scene, size);
  scene.verify?.();
  return { measures: { ns, size }, isHindered: false };
}

/** Lets V8 collect, when the event loop comes round, what a look has left: else it does so in the next play, above all in one that lets the loop come round. */
async function sweep(): Promise<void> {
  for (let turns = 0; turns < 2; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

function areEnough(plays: readonly Played[]): boolean {
  const ms = plays.reduce((sum, played) => sum + played.ms, 0);
  return plays.length > 0 && (ms >= MEASURED.ms || plays.length >= MEASURED.plays);
}

/** Plays until enough was played between two clear looks; or all that was played, when that takes too long. */
async function playUnhindered(
  scene: Scene,
  size: number,
  isClear: () => boolean,
): Promise<{ readonly plays: readonly Played[]; readonly isHindered: boolean }> {
  const all: Played[] = [];
  const unhindered: Played[] = [];
  const patience = new Patience(isClear);
  for (let isStillClear = false; ;) {
    const wasClear = isStillClear || patience.waitUntilClear();
    await sweep();
    const played = await playOnce(scene, size);
    isStillClear = isClear();
    all.push(played);
    if (wasClear && isStillClear) unhindered.push(played);
    if (areEnough(unhindered)) return { plays: unhindered, isHindered: false };
    if (patience.isOver) return { plays: all, isHindered: true };
  }
}

/**
 * Measures a scene in this process: nanoseconds for each message, of the quicker ones of a few plays.
 *
 * @param isClear Looks whether nobody slows the processor now.
 */
export async function measure(workload: Sized, scene: Scene, isClear: () => boolean): Promise<Figure> {
  if (workload.once) return measureOnce(workload, scene, isClear);
  const msEach = await playFor(scene, Math.ceil(workload.size / 100), TRIED);
  const warm = fitted(workload.size, msEach, LONGEST_MS.once);
  const size = fitted(workload.size, await playFor(scene, warm, WARM), LONGEST_MS.play);
  const { plays, isHindered } = await playUnhindered(scene, size, isClear);
  scene.verify?.();
  const times = plays.map(({ ns }) => ns);
  return { measures: { ns: percentile(times, 25), size }, isHindered };
}

/**
 * As {@link measure}, for a workload whose actors stay; also the bytes that each of them keeps. Those are taken in a play of their own:
 * a forced collection throws away compiled code, and what comes after it is slow.
 */
async function measureOnce(workload: Sized, scene: Scene, isClear: () => boolean): Promise<Figure> {
  const msEach = await playFor(scene, Math.ceil(workload.size / 50), TRIED);
  const tried = fitted(workload.size, msEach, LONGEST_MS.once);
  const { ms } = await playOnce(scene, tried); // how long those take that come while V8 compiles says little about those that follow
  const size = fitted(workload.size, ms / tried, LONGEST_MS.once);
  const wasClear = new Patience(isClear).waitUntilClear();
  const { ns } = await playOnce(scene, size);
  const isHindered = !wasClear || !isClear();
  const before = heapInUse();
  await playOnce(scene, size);
  const bytes = (heapInUse() - before) / size;
  scene.verify?.();
  return { measures: { ns, bytes, size }, isHindered };
}

function heapInUse(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
