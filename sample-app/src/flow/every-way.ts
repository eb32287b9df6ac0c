import type { MailboxTestKit } from 'nestjs-mailbox/testing';
import type { Shop } from '../fulfilment.module.js';
import { PlaceOrder } from '../orders/messages.js';
import { OrderTerms } from '../orders/order-terms.js';
import { InMemoryGateway } from '../payment/in-memory-gateway.js';
import type { Charge, ChargeAnswer } from '../payment/payment-gateway.js';
import type { Pickup } from '../shipping/carrier.js';
import { InMemoryCarrier } from '../shipping/in-memory-carrier.js';

const CARRIER_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 6_000;
const WATCH_INTERVAL_MS = 8_000;

/** As often as a payment is tried. */
const CALLS_MISSED = 4;

/** Until everybody has looked into the books once. */
const LONG_ENOUGH_MS = 30_000;

/** Answers every card but two: one is charged all the same, and for one the line is down at first. */
class PickyGateway extends InMemoryGateway {
  #missed = 0;

  override async charge(charge: Charge): Promise<ChargeAnswer> {
    if (charge.card === 'unreachable' && this.#missed < CALLS_MISSED) {
      this.#missed += 1;
      throw new Error('no connection');
    }
    const answer = await super.charge(charge);
    if (charge.card === 'silent') throw new Error('no answer');
    return answer;
  }
}

/** Comes for every parcel but one. */
class PickyCarrier extends InMemoryCarrier {
  override call(pickup: Pickup): void {
    if (pickup.orderId !== 'forgotten') super.call(pickup);
  }
}

/** A shop with three mugs, in which an order's fate is written in the order. */
export const PREDICTABLE_SHOP: Partial<Shop> = {
  products: [{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }],
  terms: new OrderTerms({
    carrierTimeoutMs: CARRIER_TIMEOUT_MS,
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
    watchIntervalMs: WATCH_INTERVAL_MS,
  }),
  createGateway: () => new PickyGateway({ seed: 1, failureRate: 0 }),
  createCarrier: (mailbox) => new PickyCarrier(mailbox, { seed: 1, forgetRate: 0 }),
};

/** Places one order for each way in which an order can go. */
export async function goEveryWay(kit: Pick<MailboxTestKit, 'advance' | 'settle' | 'tell'>): Promise<void> {
  const order = { orderId: 'shipped', sku: 'mug', quantity: 1, card: 'visa' };
  kit.tell(new PlaceOrder(order));
  kit.tell(new PlaceOrder({ ...order, orderId: 'unknown', sku: 'teapot' }));
  kit.tell(new PlaceOrder({ ...order, orderId: 'refused', quantity: 4 }));
  kit.tell(new PlaceOrder({ ...order, orderId: 'declined', card: 'declined' }));
  kit.tell(new PlaceOrder({ ...order, orderId: 'forgotten' }));
  await kit.settle();
  kit.tell(new PlaceOrder({ ...order, orderId: 'unpaid', card: 'silent' }));
  await kit.advance(LONG_ENOUGH_MS);
}
