import { Injectable } from '@nestjs/common';
import { Actor, type ActorContext, Handle, Subscribe } from 'nestjs-mailbox';
import type { RehearsalPlan } from 'nestjs-mailbox/testing';
import type { Exhibit } from './exhibit.js';

class PlaceOrder {
  constructor(readonly orderId: string) {}
}
class ShipOrder {
  constructor(readonly orderId: string) {}
}
class OrderPlaced {
  constructor(readonly orderId: string) {}
}
class OrderShipped {
  constructor(readonly orderId: string) {}
}

@Injectable()
class Views {
  readonly status = new Map<string, string>();
}

@Actor({ keyBy: ({ orderId }: PlaceOrder) => orderId })
class OrderActor {
  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    context.publish(new OrderPlaced(orderId));
    context.tell(new ShipOrder(orderId));
  }
}

@Actor()
class DockActor {
  @Handle(ShipOrder)
  ship({ orderId }: ShipOrder, context: ActorContext): void {
    context.publish(new OrderShipped(orderId));
  }
}

/** Believes that what happened later is heard later. */
@Actor({ name: 'view' })
class ViewActor {
  constructor(private readonly views: Views) {}

  @Subscribe(OrderPlaced)
  placed({ orderId }: OrderPlaced): void {
    this.views.status.set(orderId, 'placed');
  }

  @Subscribe(OrderShipped)
  shipped({ orderId }: OrderShipped): void {
    this.views.status.set(orderId, 'shipped');
  }
}

/** Knows that shipped comes after placed, whenever it hears of it. */
@Actor({ name: 'view' })
class RankingViewActor {
  constructor(private readonly views: Views) {}

  @Subscribe(OrderPlaced)
  placed({ orderId }: OrderPlaced): void {
    if (!this.views.status.has(orderId)) this.views.status.set(orderId, 'placed');
  }

  @Subscribe(OrderShipped)
  shipped({ orderId }: OrderShipped): void {
    this.views.status.set(orderId, 'shipped');
  }
}

const plan = (view: typeof ViewActor | typeof RankingViewActor): RehearsalPlan => ({
  app: { providers: [OrderActor, DockActor, view, Views] },
  scenario: async (kit) => {
    for (const orderId of ['o-1', 'o-2']) kit.tell(new PlaceOrder(orderId));
    await kit.settle();
  },
  eventually: (kit) => {
    for (const [orderId, status] of kit.get(Views).status)
      if (status !== 'shipped') throw new Error(`${orderId} has left, and is shown as ${status}`);
  },
});

export const orderDependentProjection: Exhibit = {
  title: 'a projection that depends on the order of events',
  broken: plan(ViewActor),
  mended: plan(RankingViewActor),
  faults: { reorder: 0.1, delay: 0.05 },
};
