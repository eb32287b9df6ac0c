import type { MessageClass } from '../runtime/message.js';
import type { HandlerMetadata } from './actor-metadata.js';
import type { FoundActor } from './exploration.js';

/** One decorator on one method of one actor. */
export interface FoundHandler extends HandlerMetadata {
  readonly actor: FoundActor;
  readonly className: string;
  readonly method: string;
  readonly message: MessageClass;
}

/** An actor's handlers, one by one; those without a message class are reported by a check of their own. */
export function handlersOf(actor: FoundActor): readonly FoundHandler[] {
  return actor.methods.flatMap(({ name: method, handlers }) =>
    handlers.flatMap(({ kind, message, options }) =>
      isMessageClass(message) ? [{ actor, className: actor.className, method, kind, message, options }] : [],
    ),
  );
}

/** Whether instances of it can be told from anything else: an arrow function has none, and an `Object` could be anything. */
export function isMessageClass(given: unknown): given is MessageClass {
  return typeof given === 'function' && typeof given.prototype === 'object' && given !== Object;
}

/** Whether an actor has one instance per key: it says how to find the key, or its handlers do. */
export function isKeyed(actor: FoundActor): boolean {
  return (
    actor.options.keyBy !== undefined ||
    actor.methods.some(({ handlers }) => handlers.some(({ options }) => options.keyBy !== undefined))
  );
}
