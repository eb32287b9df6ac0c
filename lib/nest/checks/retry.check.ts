import { fill } from '../../runtime/options.js';
import type { BootCheck } from '../boot-finding.js';
import { handlersOf, isKeyed } from '../found-handlers.js';

/** A retry waits in place: an actor with one instance takes nothing else meanwhile. */
export const retry: BootCheck = function* ({ actors, options: { retry: defaults } }) {
  for (const actor of actors) {
    if (isKeyed(actor)) continue;
    for (const { className, method, options } of handlersOf(actor)) {
      if (typeof options.retry !== 'object' || options.retry === null) continue;
      const { attempts } = options.retry;
      if (!(attempts > 1) || fill(defaults, options.retry).backoffMs === 0) continue;
      yield {
        code: 'RETRY_HOLDS_ACTOR',
        severity: 'warning',
        className,
        method,
        cause: 'is tried again after pauses, on an actor without a key: every other message waits meanwhile',
        remedy: 'Give the actor a keyBy, or the retry a backoffMs of 0.',
      };
    }
  }
};
