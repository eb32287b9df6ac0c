import { type ActivationContext, isContext } from './actor-context.js';
import type { Actor } from './actor.js';
import type { Occasion } from './delivery.js';
import { Dispatcher, isObject } from './dispatcher.js';
import type { MessageId } from './message-id.js';
import { Origin } from './origin.js';
import { closed, findInvalid, nobodyOwns, noMessage, type Refusal, staleContext } from './refusal.js';
import type { Room } from './room.js';
import type { Receipt, SendOptions } from './send-options.js';
import { answerOf } from './verbs.js';

/** What whoever stands at the edge of the application gets beside the others: whether a message was accepted, or would be. */
export abstract class EdgeDispatcher extends Dispatcher {
  /** Accepts inside the call. The promise says how that went; left alone, its rejection harms nobody. */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    return answerOf(
      isContext(options)
        ? this.offer(message, undefined, this.occasionIn(options))
        : this.offer(message, options, undefined),
    );
  }

  /** What {@link deliver} promises, at once. */
  offer(message: object, given: SendOptions | undefined, context: Occasion | undefined): Receipt | Refusal {
    const id = this.idOf(given);
    const origin = this.originOf(given, context && Origin.of(context));
    const sending = { message, id, origin, key: given?.key };
    const owner = isObject(message) ? this.system.router.findOwner(message.constructor) : undefined;
    const actor = owner?.actor;
    const undeliverable = this.#findUndeliverable(message, actor, context);
    const refusal =
      undeliverable === undefined
        ? this.accept(owner, actor, sending)
        : this.refusals.count(undeliverable, actor);
    if (refusal !== undefined) {
      this.refusals.report(refusal, sending, actor);
      return refusal;
    }
    return this.receiptOf(id, origin.correlation);
  }

  protected receiptOf(id: MessageId, correlation: MessageId | undefined): Receipt {
    const { ids } = this.system;
    const text = ids.format(id);
    return { id: text, correlationId: correlation === undefined ? text : ids.format(correlation) };
  }

  /** How much room `deliver` would find for a message, or what it would reject with whatever the room. Counts nothing. */
  roomFor(message: object, key: string | undefined): Room | Refusal {
    const actor = this.system.router.findOwner(message.constructor)?.actor;
    const undeliverable = this.#findUndeliverable(message, actor, undefined);
    if (undeliverable !== undefined) return undeliverable;
    return actor === undefined ? nobodyOwns(message, this.system.router) : actor.roomFor(message, key);
  }

  /** What only the edge has to fear. */
  #findUndeliverable(
    message: object,
    actor: Actor | undefined,
    context: Occasion | undefined,
  ): Refusal | undefined {
    const { state, options } = this.system;
    if (!isObject(message)) return noMessage(message);
    if (context !== undefined && context.isOver) return staleContext('deliver');
    if (state !== 'registered' && state !== 'running') return closed(state);
    return actor === undefined || options.validate === 'off' ? undefined : findInvalid(message);
  }
}
