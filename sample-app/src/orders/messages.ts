import { defineMessage } from 'nestjs-mailbox';
import { z } from 'zod';

/** Comes from outside, so it has a schema: `PlaceOrder.from(body)` refuses what does not fit. */
export class PlaceOrder extends defineMessage(
  'orders.place-order',
  z.object({
    orderId: z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, dashes or underscores'),
    sku: z.string().min(1).max(40),
    quantity: z.int().min(1).max(1_000),
    card: z.string().min(1).max(80),
  }),
) {}

export type RejectionReason = 'unknown-product' | 'out-of-stock' | 'card-declined' | 'payment-unavailable';
export type CancellationReason = 'not-collected';

// What an order tells itself, by timers.

/** There ought to have been an answer by now. */
export class AnswerOverdue {
  constructor(readonly orderId: string) {}
}

/** The parcel ought to have left by now. */
export class CarrierOverdue {
  constructor(readonly orderId: string) {}
}

// What is for orders whose instance is gone, and its timers with it.

/** What the watch tells itself, by a timer. */
export class WatchOrders {}

export class ResumeOrder {
  constructor(readonly orderId: string) {}
}

// What is published: anybody may subscribe, and the order does not know who does.

export class OrderPlaced {
  constructor(
    readonly orderId: string,
    readonly sku: string,
    readonly quantity: number,
    readonly amountCents: number,
  ) {}
}

export class OrderConfirmed {
  constructor(readonly orderId: string) {}
}

export class OrderShipped {
  constructor(
    readonly orderId: string,
    readonly parcel: string,
  ) {}
}

export class OrderRejected {
  constructor(
    readonly orderId: string,
    readonly reason: RejectionReason,
  ) {}
}

/** It was confirmed and paid, and is off all the same: the money and the goods go back. */
export class OrderCancelled {
  constructor(
    readonly orderId: string,
    readonly reason: CancellationReason,
  ) {}
}
