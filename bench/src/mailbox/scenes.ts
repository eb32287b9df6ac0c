import type { Scene } from '../workload.js';
import { bankingInNest } from './banking.js';
import { bigInNest } from './big.js';
import { boundedBufferInNest } from './bounded-buffer.js';
import { chameneosInNest } from './chameneos.js';
import { countInNest } from './count.js';
import { createInNest } from './create.js';
import { pingPongInNest } from './ping-pong.js';
import { ringInNest } from './ring.js';
import { throughputInNest } from './throughput.js';

/** Every workload, told in `@Actor` classes, by its name. */
export const scenesInNest: Readonly<Record<string, () => Promise<Scene>>> = {
  'count, sync': () => countInNest('sync'),
  'count, async': () => countInNest('async'),
  'count, awaiting': () => countInNest('awaiting'),
  'ping-pong': pingPongInNest,
  ring: ringInNest,
  create: createInNest,
  throughput: throughputInNest,
  big: bigInNest,
  chameneos: chameneosInNest,
  banking: bankingInNest,
  'bounded buffer': boundedBufferInNest,
};
