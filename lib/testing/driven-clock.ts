import type { Clock } from '../runtime/index.js';

/** A clock that the kit can see into: it fires what is due itself, instead of waiting for it. */
export interface DrivenClock extends Clock {
  /**
   * Fires the timer that falls due first, if it does so by `until`, and answers whether there was one.
   *
   * @param until Milliseconds since the clock's epoch. Default: now.
   */
  fireNext(until?: number): boolean;
}
