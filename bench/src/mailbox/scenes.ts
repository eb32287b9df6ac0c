import type { Scene } from '../workload.js';
import { countInNest } from './count.js';
import { createInNest } from './create.js';
import { pingPongInNest } from './ping-pong.js';
import { ringInNest } from './ring.js';

/** Every workload, told in `@Actor` classes, by its name. */
export const scenesInNest: Readonly<Record<string, () => Promise<Scene>>> = {
  'count, sync': () => countInNest('sync'),
  'count, async': () => countInNest('async'),
  'count, awaiting': () => countInNest('awaiting'),
  'ping-pong': pingPongInNest,
  ring: ringInNest,
  create: createInNest,
};
