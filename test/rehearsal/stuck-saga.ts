import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class PlaceOrder {
  constructor(readonly orderId: string) {}
}
class ReserveStock {
  constructor(readonly orderId: string) {}
}
class StockReserved {
  constructor(readonly orderId: string) {}
}
class ConfirmOrder {
  constructor(readonly orderId: string) {}
}
class StillWaiting {
  constructor(readonly orderId: string) {}
}

type OfOrder = { readonly orderId: string };

@Injectable()
class Orders {
  readonly status = new Map<string, string>();
}

@Actor()
class StockActor {
  readonly #reserved = new Set<string>();

  @Handle(ReserveStock)
  reserve({ orderId }: ReserveStock, context: ActorContext): void {
    this.#reserved.add(orderId);
    context.tell(new StockReserved(orderId));
  }
}

@Actor()
class DeskActor {
  constructor(private readonly orders: Orders) {}

  @Handle(ConfirmOrder)
  confirm({ orderId }: ConfirmOrder): void {
    this.orders.status.set(orderId, 'confirmed');
  }
}

/** Waits for an outcome, and has nothing else to go by. */
@Actor({ name: 'order', keyBy: ({ orderId }: OfOrder) => orderId })
class OrderActor {
  constructor(private readonly orders: Orders) {}

  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    this.orders.status.set(orderId, 'waits for its stock');
    context.tell(new ReserveStock(orderId));
  }

  @Handle(StockReserved)
  confirm({ orderId }: StockReserved, context: ActorContext): void {
    context.tell(new ConfirmOrder(orderId));
  }
}

/** Asks again while it waits. Whoever is asked twice answers twice and reserves once. */
@Actor({ name: 'order', keyBy: ({ orderId }: OfOrder) => orderId })
class PatientOrderActor {
  constructor(private readonly orders: Orders) {}

  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    this.orders.status.set(orderId, 'waits for its stock');
    context.tell(new ReserveStock(orderId));
    context.schedule.every('stock', 1_000, new StillWaiting(orderId));
  }

  @Handle(StillWaiting)
  askAgain({ orderId }: StillWaiting, context: ActorContext): void {
    if (this.orders.status.get(orderId) === 'confirmed') context.schedule.cancel('stock');
    else context.tell(new ReserveStock(orderId));
  }

  @Handle(StockReserved)
  confirm({ orderId }: StockReserved, context: ActorContext): void {
    context.tell(new ConfirmOrder(orderId));
  }
}

const plan = (order: typeof OrderActor | typeof PatientOrderActor): RehearsalPlan => ({
  app: { providers: [order, StockActor, DeskActor, Orders] },
  scenario: async (kit) => {
    // The order is taken at the edge, where whoever places it tries again: what is rehearsed is what comes after.
    for (const orderId of ['o-1', 'o-2']) kit.tell(new PlaceOrder(orderId));
    await kit.advance(10_000);
  },
  eventually: (kit) => {
    for (const [orderId, status] of kit.get(Orders).status)
      if (status !== 'confirmed') throw new Error(`${orderId} ${status}, and nobody will ever say more`);
  },
});

export const stuckSaga: Exhibit = {
  title: 'a saga that is stuck when one outcome is lost',
  broken: plan(OrderActor),
  mended: plan(PatientOrderActor),
  faults: { drop: 0.05 },
};
