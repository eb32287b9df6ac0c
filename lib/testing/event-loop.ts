import { setImmediate, setTimeout } from 'node:timers';

/** So long a wait runs with the event loop; a longer one leaves the processor to others. */
const HURRY_MS = 5;

/**
 * Resolves after one turn of the event loop or, when something has been waited for in vain for a while, after a millisecond.
 *
 * The timers come from `node:timers`, where no test runner's fake timers replace them.
 */
export function turnOfEventLoop(waitedMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (waitedMs < HURRY_MS) setImmediate(resolve);
    else setTimeout(resolve, 1);
  });
}
