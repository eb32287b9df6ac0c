import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class PlaceOrder {
  constructor(readonly orderId: string) {}
}
class ChargeCard {
  constructor(readonly orderId: string) {}
}
class PaymentTaken {
  constructor(readonly orderId: string) {}
}
class PaymentOverdue {
  constructor(readonly orderId: string) {}
}
class RefundCard {
  constructor(readonly orderId: string) {}
}

type OfOrder = { readonly orderId: string };

@Injectable()
class Books {
  readonly charged = new Set<string>();
  readonly cancelled = new Set<string>();
}

@Actor()
class PaymentActor {
  constructor(private readonly books: Books) {}

  @Handle(ChargeCard)
  charge({ orderId }: ChargeCard, context: ActorContext): void {
    this.books.charged.add(orderId);
    context.tell(new PaymentTaken(orderId));
  }

  @Handle(RefundCard)
  refund({ orderId }: RefundCard): void {
    this.books.charged.delete(orderId);
  }
}

/** Takes the end of its patience for the end of the story. */
@Actor({ name: 'order', keyBy: ({ orderId }: OfOrder) => orderId })
class OrderActor {
  constructor(private readonly books: Books) {}

  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    context.tell(new ChargeCard(orderId));
    context.schedule.once('payment', 30_000, new PaymentOverdue(orderId));
  }

  @Handle(PaymentTaken)
  paid(_message: PaymentTaken, context: ActorContext): void {
    context.schedule.cancel('payment');
  }

  @Handle(PaymentOverdue)
  giveUp({ orderId }: PaymentOverdue): void {
    this.books.cancelled.add(orderId);
  }
}

/** A success that comes after the end is a debt. */
@Actor({ name: 'order', keyBy: ({ orderId }: OfOrder) => orderId })
class HonestOrderActor {
  constructor(private readonly books: Books) {}

  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    context.tell(new ChargeCard(orderId));
    context.schedule.once('payment', 30_000, new PaymentOverdue(orderId));
  }

  @Handle(PaymentTaken)
  paid({ orderId }: PaymentTaken, context: ActorContext): void {
    context.schedule.cancel('payment');
    if (this.books.cancelled.has(orderId)) context.tell(new RefundCard(orderId));
  }

  @Handle(PaymentOverdue)
  giveUp({ orderId }: PaymentOverdue): void {
    this.books.cancelled.add(orderId);
  }
}

const plan = (order: typeof OrderActor | typeof HonestOrderActor): RehearsalPlan => ({
  app: { providers: [order, PaymentActor, Books] },
  scenario: async (kit) => {
    for (const orderId of ['o-1', 'o-2']) kit.tell(new PlaceOrder(orderId));
    await kit.advance(60_000);
  },
  eventually: (kit) => {
    const { cancelled, charged } = kit.get(Books);
    for (const orderId of cancelled)
      if (charged.has(orderId)) throw new Error(`${orderId} is cancelled, and its card was charged`);
  },
});

export const lateSuccess: Exhibit = {
  title: 'a timeout that fires after success',
  broken: plan(OrderActor),
  mended: plan(HonestOrderActor),
  faults: { delay: 0.1 },
};
