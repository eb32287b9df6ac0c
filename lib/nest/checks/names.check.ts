import { type MessageClass, messageTypeOf } from '../../runtime/message.js';
import { type BootCheck, subjectOf } from '../boot-finding.js';
import type { FoundActor } from '../exploration.js';
import { type FoundHandler, handlersOf } from '../found-handlers.js';

/** A name means one thing: one message class, one actor. */
export const names: BootCheck = function* ({ actors }) {
  const types = new Map<string, FoundHandler>();
  const told = new Set<MessageClass>();
  for (const handler of actors.flatMap(handlersOf)) {
    const type = messageTypeOf(handler.message);
    const first = types.get(type) ?? handler;
    types.set(type, first);
    if (first.message === handler.message || told.has(handler.message)) continue;
    told.add(handler.message);
    yield {
      code: 'TWO_MESSAGE_CLASSES',
      severity: 'error',
      className: handler.className,
      method: handler.method,
      cause: `takes a class ${handler.message.name} of the message type '${type}', and ${subjectOf(first)} takes another class of that type`,
      remedy:
        "Give one of them a type of its own with @MessageType('...') or defineMessage('...'); or, if they are meant to be one class, see that its file is not there twice.",
    };
  }

  const byName = new Map<string, FoundActor>();
  for (const actor of actors) {
    const first = byName.get(actor.name) ?? actor;
    byName.set(actor.name, first);
    if (first.type === actor.type) continue;
    yield {
      code: 'TWO_ACTORS_OF_ONE_NAME',
      severity: 'error',
      className: actor.className,
      cause: `has the name '${actor.name}', and so has ${first.className} of ${first.module}`,
      remedy: "Name one of them: @Actor({ name: '...' }).",
    };
  }
};
