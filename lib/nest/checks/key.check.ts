import type { BootCheck } from '../boot-finding.js';
import { handlersOf } from '../found-handlers.js';
import { tokenName } from '../nest-container.js';

/** An actor finds the key of every message it takes, in one place. */
export const key: BootCheck = function* ({ actors }) {
  for (const actor of actors) {
    const handlers = handlersOf(actor);
    const keyed = handlers.filter(({ options }) => options.keyBy !== undefined);
    if (actor.options.keyBy !== undefined) {
      for (const { className, method } of keyed) {
        yield {
          code: 'TWO_KEYS',
          severity: 'error',
          className,
          method,
          cause: 'has a keyBy, and so has its actor',
          remedy: 'Keep one: on the actor, or on each of its handlers.',
        };
      }
    } else if (keyed.length > 0) {
      for (const { className, method, message, options } of handlers) {
        if (options.keyBy !== undefined) continue;
        yield {
          code: 'MISSING_KEY',
          severity: 'error',
          className,
          method,
          cause: `takes ${tokenName(message)} without a keyBy, though other handlers of this actor have one`,
          remedy: 'Give every handler a keyBy, or the actor one for all: @Actor({ keyBy }).',
        };
      }
    }
  }
};
