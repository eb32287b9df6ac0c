import { ActivationContext, Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { ResumeOrder, WatchOrders } from './messages.js';
import { OrderBook } from './order-book.js';
import { OrderTerms } from './order-terms.js';

/**
 * Looks for open orders, from time to time. While its instance lives, an order has timers of its own; after a crash nobody would
 * think of it again.
 */
@Actor()
export class OrderWatchActor {
  constructor(
    private readonly book: OrderBook,
    private readonly terms: OrderTerms,
  ) {}

  onActivate({ schedule }: ActivationContext): void {
    schedule.every('watch', this.terms.watchIntervalMs, new WatchOrders());
  }

  @Handle(WatchOrders)
  watch(_message: WatchOrders, context: ActorContext): void {
    for (const { order } of this.book.findOpen()) context.tell(new ResumeOrder(order.orderId));
  }
}
