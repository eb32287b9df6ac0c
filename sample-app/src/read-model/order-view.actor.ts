import { Actor, Subscribe } from 'nestjs-mailbox';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '../orders/messages.js';
import { OrderViews } from './order-views.js';

/** Keeps the views of the orders: the one writer, fed by what the orders publish. */
@Actor()
export class OrderViewActor {
  constructor(private readonly views: OrderViews) {}

  @Subscribe(OrderPlaced)
  placed({ orderId, sku, quantity, amountCents }: OrderPlaced): void {
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
}
