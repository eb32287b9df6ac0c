import { performance } from 'node:perf_hooks';

import { meanOf } from './statistics.js';

/** So often that what it takes a process is known, and that V8 has compiled it. */
const REPEATED = 15;
/** So often it is repeated for a look between two plays, which must not take long, nor make much garbage. */
const AT_A_GLANCE = 3;
const OBJECTS = 100_000;
const KEPT = 64;

class Thing {
  next: Thing | undefined = undefined;

  constructor(
    readonly one: number,
    readonly other: number,
  ) {}
}

const readers: readonly ((thing: Thing) => number)[] = [
  ({ one }) => one + 1,
  ({ other }) => other + 2,
  ({ one, other }) => one - other,
];

function work(): number {
  const kept: Thing[] = [];
  let sum = 0;
  for (let i = 0; i < OBJECTS; i += 1) {
    const thing = new Thing(i, sum);
    const former = kept[(i + KEPT / 2) % KEPT];
    kept[i % KEPT] = thing;
    if (former === undefined) continue;
    former.next = thing;
    sum = (sum + (readers[i % readers.length] as (typeof readers)[number])(former)) | 0;
  }
  return sum;
}

function timeOf(task: () => void): number {
  const start = performance.now();
  task();
  return performance.now() - start;
}

/**
 * Milliseconds that a fixed piece of work takes in this process at best: objects are made, read and handed to functions, as messages are.
 * On a processor that shares its caches with somebody busy it takes half as long again, where a sum takes what it always takes.
 */
export function referenceMs(): number {
  return Math.min(...Array.from({ length: REPEATED }, () => timeOf(work)));
}

/** How long it takes now, for whoever knows what it takes at best: the mean of a few, so that a moment at which somebody was busy shows. */
export function glanceMs(): number {
  return meanOf(Array.from({ length: AT_A_GLANCE }, () => timeOf(work)));
}
