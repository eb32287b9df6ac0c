import type { Handler } from './handler.js';

/**
 * Messages that came from outside, wait as they are and are alike: for the same handler, accepted at the same time by the runtime's
 * clock. A lone one is a batch as well.
 */
export interface Batch {
  readonly handler: Handler;
  /** When they were accepted: milliseconds since the runtime was made. */
  readonly at: number;
  /** The first. If anything waited before it, the batch waits in its place. */
  readonly message: object;
  /** How many of them wait as they are: all, or all but the first where the batch waits in its place. */
  followers: number;
}
