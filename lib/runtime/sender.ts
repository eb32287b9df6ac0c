import type { ActivationContext } from './actor-context.js';
import type { Delivery, Occasion } from './delivery.js';
import { EdgeDispatcher } from './edge-dispatcher.js';
import type { Handler } from './handler.js';
import type { SendOptions } from './send-options.js';
import type { Recipient } from './recipient.js';
import type { Sent, Verbs } from './verbs.js';

/** The three verbs. What is told without another word, as most is, goes straight to its instance. */
export class Sender extends EdgeDispatcher implements Verbs {
  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (options === undefined && this.isOpen === true) {
      const route = to === undefined ? this.route : to;
      const handler = route.handlerOf(message);
      const cell = handler === undefined ? undefined : route.instanceOf(message, handler);
      if (cell !== undefined) return cell.postPlain(handler as Handler, message);
    }
    return this.dispatch(message, options, to);
  }

  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent {
    const { isOver, terms } = occasion;
    if (terms === undefined && isOver === false && options === undefined && this.isOpen === true) {
      const route = to === undefined ? (occasion as Delivery).handler.route : to;
      const handler = route.handlerOf(message);
      const cell = handler === undefined ? undefined : route.instanceOf(message, handler);
      if (cell !== undefined) return cell.postFrom(occasion as Delivery, handler as Handler, message);
    }
    return this.dispatchFrom(occasion, message, options, to);
  }
}
