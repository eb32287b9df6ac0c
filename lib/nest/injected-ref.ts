import type { ActorContext } from '../runtime/actor-context.js';
import type { ActorRef, RefHost } from '../runtime/actor-ref.js';
import { NoRecipientError } from '../runtime/errors.js';
import type { MailboxRuntime } from '../runtime/runtime.js';
import type { SendOptions } from '../runtime/send-options.js';

/**
 * Behind a ref that Nest has injected: looks its actor up when it is first told something. Nest makes refs before the actors are
 * explored, and those of a lazily loaded module while its actors are still unknown.
 */
export class InjectedRef implements RefHost {
  #ref: ActorRef | undefined;

  constructor(
    private readonly runtime: MailboxRuntime,
    private readonly name: string,
  ) {}

  tell(message: object, options: SendOptions | ActorContext | undefined): void {
    // Nobody of that name (yet): the message's owner gets it, or it becomes a dead letter. A tell never throws.
    (this.#find() ?? this.runtime).tell(message, options);
  }

  describe(): string {
    return this.#find()?.toString() ?? `mailbox://${this.name}`;
  }

  #find(): ActorRef | undefined {
    try {
      return (this.#ref ??= this.runtime.ref(this.name));
    } catch (error) {
      if (error instanceof NoRecipientError) return undefined;
      throw error;
    }
  }
}
