import { setTimeout as setTimeoutOfNode } from 'node:timers';
import { setImmediate } from '../runtime/event-loop.js';

/** So long a wait runs with the event loop; a longer one leaves the processor to others. */
const HURRY_MS = 5;

/** Kept when this module loads, as `setImmediate` is: fake timers move neither. */
const setTimeout = setTimeoutOfNode;

/**
 * Resolves after one turn of the event loop or, when something has been waited for in vain for a while, after a millisecond; of real
 * time, whatever fake timers are in place.
 */
export function turnOfEventLoop(waitedMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (waitedMs < HURRY_MS) setImmediate(resolve);
    else setTimeout(resolve, 1);
  });
}
