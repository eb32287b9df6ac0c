import type { ActorCell } from './actor-cell.js';
import type { ActivationContext } from './actor-context.js';
import type { Delivery, Occasion } from './delivery.js';
import { EdgeDispatcher } from './edge-dispatcher.js';
import type { Handler } from './handler.js';
import { mustBeChecked } from './message.js';
import { deliveryOf, OUTSIDE } from './origin.js';
import type { Recipient } from './recipient.js';
import type { Refusal } from './refusal.js';
import type { Receipt, SendOptions } from './send-options.js';
import { answerOf, type Sent, type Verbs } from './verbs.js';

/** The three verbs. What is sent without another word, as most is, goes straight to its instance. */
export class Sender extends EdgeDispatcher implements Verbs {
  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (options === undefined && this.isOpen === true) {
      const route = to ?? this.route;
      const handler = route.handlerOf(message);
      const cell = handler === undefined ? undefined : route.instanceOf(message, handler);
      if (cell !== undefined) return cell.postPlain(handler as Handler, message);
    }
    return this.dispatch(message, options, to);
  }

  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent {
    const { isOver, terms } = occasion;
    if (terms === undefined && isOver === false && options === undefined && this.isOpen === true) {
      const route = to ?? (occasion as Delivery).handler.route;
      const handler = route.handlerOf(message);
      const cell = handler === undefined ? undefined : route.instanceOf(message, handler);
      if (cell !== undefined) return cell.postFrom(occasion as Delivery, handler as Handler, message);
    }
    return this.dispatchFrom(occasion, message, options, to);
  }

  override deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    if (options === undefined && this.isOpen === true) {
      const handler = this.route.handlerOf(message);
      const isReady = handler !== undefined && !mustBeChecked(message);
      const cell = isReady ? this.route.instanceOf(message, handler) : undefined;
      if (cell !== undefined) return answerOf(this.#offerTo(cell, handler as Handler, message));
    }
    return super.deliver(message, options);
  }

  #offerTo(cell: ActorCell, handler: Handler, message: object): Receipt | Refusal {
    const id = this.system.ids.next();
    const refusal = cell.accept(deliveryOf(handler, message, id, this.system.scheduler.now, cell, OUTSIDE));
    if (refusal === undefined) return this.receiptOf(id, undefined);
    this.refusals.report(refusal, { message, id, origin: OUTSIDE, key: undefined }, handler.actor);
    return refusal;
  }
}
