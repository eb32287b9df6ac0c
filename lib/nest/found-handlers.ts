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

/** An actor's handlers, one by one; those whose message class is missing are reported by a check of their own. */
export function handlersOf(actor: FoundActor): readonly FoundHandler[] {
  return actor.methods.flatMap(({ name: method, handlers }) =>
    handlers.flatMap(({ kind, message, options }) =>
      message === undefined ? [] : [{ actor, className: actor.type.name, method, kind, message, options }],
    ),
  );
}
