import { type MessageClass, messageTypeOf } from '../../runtime/message.js';
import { type BootCheck, subjectOf } from '../boot-finding.js';
import { type FoundHandler, handlersOf } from '../found-handlers.js';

/** A message class has one owner in an application, and one method in an actor. Two classes of one type: see the names. */
export const ownership: BootCheck = function* ({ actors }) {
  const owners = new Map<MessageClass, FoundHandler>();
  for (const actor of actors) {
    const methods = new Map<MessageClass, FoundHandler>();
    for (const handler of handlersOf(actor)) {
      const type = messageTypeOf(handler.message);
      const sibling = methods.get(handler.message);
      if (sibling !== undefined) {
        yield {
          code: 'TWO_METHODS',
          severity: 'error',
          className: handler.className,
          method: handler.method,
          cause:
            sibling.method === handler.method
              ? `takes ${type} by two decorators`
              : `takes ${type}, and so does ${subjectOf(sibling)}`,
          remedy:
            'Let one decorator on one method take it: an owner is told, a subscriber hears what is published.',
        };
      }
      methods.set(handler.message, sibling ?? handler);
      if (handler.kind === 'subscribe') continue;
      const owner = owners.get(handler.message);
      if (owner !== undefined && owner.actor.type !== actor.type) {
        yield {
          code: 'TWO_OWNERS',
          severity: 'error',
          className: handler.className,
          method: handler.method,
          cause: `handles ${type}, and so does ${subjectOf(owner)}`,
          remedy:
            'A message has one owner: keep one of them, or publish an event and let both @Subscribe to it.',
        };
      }
      owners.set(handler.message, owner ?? handler);
    }
  }
};
