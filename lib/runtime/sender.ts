import type { ActorCell } from './actor-cell.js';
import type { ActivationContext } from './actor-context.js';
import type { Delivery, Occasion } from './delivery.js';
import { EdgeDispatcher } from './edge-dispatcher.js';
import type { Handler } from './handler.js';
import type { SendOptions } from './send-options.js';
import type { Recipient, Sent, Verbs } from './verbs.js';

/** The three verbs. What is told without another word, as most is, goes straight to its instance. */
export class Sender extends EdgeDispatcher implements Verbs {
  override tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (options === undefined && to === undefined && this.isOpen === true) {
      const handler = this.route.to(message);
      const cell = handler && instanceFor(handler, message);
      if (cell !== undefined) return cell.postPlain(handler as Handler, message);
    }
    return super.tell(message, options, to);
  }

  override tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent {
    if (options === undefined && to === undefined && this.isOpen === true) {
      const { handler: sending, host, id, correlation, terms, turn } = occasion;
      if (sending !== undefined && terms === undefined && turn === host.turn) {
        const handler = sending.route.to(message);
        const cell = handler && instanceFor(handler, message);
        if (cell !== undefined)
          return cell.post(handler as Handler, message, correlation, id, host.address, occasion as Delivery);
      }
    }
    return super.tellFrom(occasion, message, options, to);
  }
}

/** The instance that takes a message, if nothing but its class and its own key has a say. */
function instanceFor(handler: Handler, message: object): ActorCell | undefined {
  const { actor } = handler;
  return actor.direct ?? actor.find(handler, message);
}
