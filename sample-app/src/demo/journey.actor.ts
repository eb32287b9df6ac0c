import { Actor, Subscribe } from 'nestjs-mailbox';
import { OrderCancelled, OrderPlaced, OrderRejected, OrderShipped } from '../orders/messages.js';
import { Journey } from './journey.js';

/** One more subscriber: the demo learns how the orders come along as anybody could. */
@Actor()
export class JourneyActor {
  constructor(private readonly journey: Journey) {}

  @Subscribe(OrderPlaced)
  placed({ orderId }: OrderPlaced): void {
    this.journey.placed.pass(orderId);
  }

  @Subscribe(OrderShipped)
  shipped({ orderId }: OrderShipped): void {
    this.journey.ended.pass(orderId);
  }

  @Subscribe(OrderRejected)
  rejected({ orderId }: OrderRejected): void {
    this.journey.ended.pass(orderId);
  }

  @Subscribe(OrderCancelled)
  cancelled({ orderId }: OrderCancelled): void {
    this.journey.ended.pass(orderId);
  }
}
