import type { BootCheck } from '../boot-finding.js';
import { handlersOf } from '../found-handlers.js';

/** A retry waits in place: an actor with one instance takes nothing else meanwhile. */
export const retry: BootCheck = function* ({ actors }) {
  for (const actor of actors) {
    const handlers = handlersOf(actor);
    if (actor.options.keyBy !== undefined || handlers.some(({ options }) => options.keyBy !== undefined))
      continue;
    for (const { className, method, options } of handlers) {
      if (options.retry === undefined || options.retry.attempts < 2 || options.retry.backoffMs === 0)
        continue;
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
