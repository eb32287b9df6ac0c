import type { BackoffOptions } from './options.js';

/** How often, and after what pauses, a message is attempted again on the same instance. */
export interface RetryOptions extends Partial<BackoffOptions> {
  /** All attempts, the first one counted. */
  readonly attempts: number;
}

/** A retry policy with every default filled in. */
export interface RetryPolicy extends BackoffOptions {
  readonly attempts: number;
}

/** The policy of a handler that has none: one attempt. */
export const NO_RETRY: RetryPolicy = { attempts: 1, backoffMs: 0, factor: 1, maxBackoffMs: 0, jitter: false };

/** The pause after the given attempt failed, in whole milliseconds, as clocks count; the first attempt is 1. */
export function backoffAfter(attempt: number, options: BackoffOptions, random: () => number): number {
  const { backoffMs, factor, maxBackoffMs } = options;
  // Nothing times a power that is too large would be no number.
  const grown = backoffMs === 0 ? 0 : Math.min(backoffMs * factor ** (attempt - 1), maxBackoffMs);
  return Math.round(options.jitter ? grown * (0.5 + random() / 2) : grown);
}
