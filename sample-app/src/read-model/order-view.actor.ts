import { ActivationContext, Actor, Handle, Subscribe } from 'nestjs-mailbox';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '../orders/messages.js';
import { OrderBook, type OrderEntry } from '../orders/order-book.js';
import { CatchUpOnOrders } from './messages.js';
import { type OrderView, OrderViews } from './order-views.js';

/** How long a view may be wrong when news got lost. */
const CATCH_UP_MS = 30_000;

/**
 * Keeps the views of the orders: the one writer. What the orders publish makes it quick, and what stands in their book makes it
 * right: from time to time it reads there.
 */
@Actor()
export class OrderViewActor {
  constructor(
    private readonly views: OrderViews,
    private readonly book: OrderBook,
  ) {}

  onActivate({ schedule }: ActivationContext): void {
    schedule.every('catch-up', CATCH_UP_MS, new CatchUpOnOrders());
  }

  @Subscribe(OrderPlaced)
  placed({ orderId, sku, quantity, amountCents }: OrderPlaced): void {
    if (this.views.find(orderId) === undefined)
      this.views.put({ orderId, sku, quantity, amountCents, status: 'placed' });
  }

  @Subscribe(OrderConfirmed)
  confirmed({ orderId }: OrderConfirmed): void {
    this.views.change(orderId, { status: 'confirmed' });
  }

  @Subscribe(OrderShipped)
  shipped({ orderId, parcel }: OrderShipped): void {
    this.views.change(orderId, { status: 'shipped', parcel });
  }

  @Subscribe(OrderRejected)
  rejected({ orderId, reason }: OrderRejected): void {
    this.views.change(orderId, { status: 'rejected', reason });
  }

  @Subscribe(OrderCancelled)
  cancelled({ orderId, reason }: OrderCancelled): void {
    this.views.change(orderId, { status: 'cancelled', reason });
  }

  @Handle(CatchUpOnOrders)
  catchUp(): void {
    for (const entry of this.book.entries) this.views.put(viewOf(entry));
  }
}

function viewOf({ order, amountCents, stage, outcome }: OrderEntry): OrderView {
  const { orderId, sku, quantity } = order;
  const isPaid = stage === 'shipping' || stage === 'cancelling';
  return {
    orderId,
    sku,
    quantity,
    amountCents,
    ...(outcome ?? { status: isPaid ? 'confirmed' : 'placed' }),
  };
}
