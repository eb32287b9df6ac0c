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

@Injectable()
class Bank {
  readonly charges: string[] = [];
}

@Actor({ keyBy: ({ orderId }: PlaceOrder) => orderId })
class OrderActor {
  #isPlaced = false;

  @Handle(PlaceOrder)
  place({ orderId }: PlaceOrder, context: ActorContext): void {
    if (this.#isPlaced) return;
    this.#isPlaced = true;
    context.tell(new ChargeCard(orderId));
  }
}

@Actor({ name: 'payment' })
class PaymentActor {
  constructor(private readonly bank: Bank) {}

  @Handle(ChargeCard)
  charge({ orderId }: ChargeCard): void {
    this.bank.charges.push(orderId);
  }
}

/** Knows what it has charged already: told again, it is done already. */
@Actor({ name: 'payment' })
class CarefulPaymentActor {
  constructor(private readonly bank: Bank) {}

  @Handle(ChargeCard)
  charge({ orderId }: ChargeCard): void {
    if (!this.bank.charges.includes(orderId)) this.bank.charges.push(orderId);
  }
}

const plan = (payment: typeof PaymentActor | typeof CarefulPaymentActor): RehearsalPlan => ({
  app: { providers: [OrderActor, payment, Bank] },
  scenario: async (kit) => {
    for (const orderId of ['o-1', 'o-2', 'o-3']) kit.tell(new PlaceOrder(orderId));
    await kit.settle();
  },
  always: (kit) => {
    const { charges } = kit.get(Bank);
    const twice = charges.find((orderId, index) => charges.indexOf(orderId) !== index);
    if (twice !== undefined) throw new Error(`the card of ${twice} was charged twice`);
  },
});

export const doubleCharge: Exhibit = {
  title: 'a double charge on a duplicate',
  broken: plan(PaymentActor),
  mended: plan(CarefulPaymentActor),
  faults: { duplicate: 0.05 },
};
