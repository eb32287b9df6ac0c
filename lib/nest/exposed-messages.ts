import { Injectable } from '@nestjs/common';
import { findMessageDeclaration, type MessageClass, type MessageSchema } from '../runtime/message.js';
import type { FoundActor } from './exploration.js';
import { handlersOf, isKeyed } from './found-handlers.js';

/** A message that may come in from outside. */
export interface ExposedMessage {
  readonly type: string;
  readonly messageClass: MessageClass;
  readonly schema: MessageSchema;
  /** The name of the actor that owns it. */
  readonly actor: string;
  /** Whether that actor has an instance for each key. */
  readonly isKeyed: boolean;
}

/** The messages whose owner has said `ingress: true`, by type. The boot writes it, once all checks have passed. */
@Injectable()
export class ExposedMessages {
  readonly #messages = new Map<string, ExposedMessage>();

  add(actor: FoundActor): void {
    for (const { kind, message: messageClass, options } of handlersOf(actor)) {
      if (kind !== 'handle' || options.ingress !== true) continue;
      const { type, schema } = findMessageDeclaration(messageClass) ?? {};
      if (type === undefined || schema === undefined) continue;
      this.#messages.set(type, { type, messageClass, schema, actor: actor.name, isKeyed: isKeyed(actor) });
    }
  }

  find(type: string): ExposedMessage | undefined {
    return this.#messages.get(type);
  }

  /** In the order of their types. */
  list(): readonly ExposedMessage[] {
    return [...this.#messages.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
  }
}
