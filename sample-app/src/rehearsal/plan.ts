import type { MailboxTestKit, RehearsalPlan } from 'nestjs-mailbox/testing';
import { PREDICTABLE_SHOP } from '../flow/every-way.js';
import { FulfilmentModule } from '../fulfilment.module.js';
import { PlaceOrder } from '../orders/messages.js';
import { InMemoryGateway } from '../payment/in-memory-gateway.js';
import { PaymentGateway } from '../payment/payment-gateway.js';
import { OrderViews } from '../read-model/order-views.js';
import { StockViews } from '../read-model/stock-views.js';
import { isSafe, isSettled } from './invariants.js';

const mug = { sku: 'mug', quantity: 1, card: 'visa' };

/** In each way one order wants to go. */
const ORDERS = [
  { ...mug, orderId: 'plain' },
  { ...mug, orderId: 'declined', card: 'declined' },
  { ...mug, orderId: 'unpaid', card: 'silent' },
  { ...mug, orderId: 'uncharged', card: 'unreachable' },
  { ...mug, orderId: 'forgotten' },
  { ...mug, orderId: 'big', quantity: 9 },
  { ...mug, orderId: 'unknown', sku: 'teapot' },
];

type Order = (typeof ORDERS)[number];

/** So often customers look whether the shop knows of their orders. */
const LOOKS = 8;

/** Until the next look; and until the last message has come that is late. */
const A_WHILE_MS = 20_000;
const LONG_MS = 120_000;

/**
 * A shop whose customers know that 202 is no promise: an order that cannot be found is sent again, under the same id.
 *
 * @param mugs What is in the warehouse. With less than five, orders compete for it.
 */
export function shopWith(mugs: number): RehearsalPlan {
  const products = [{ sku: 'mug', name: 'Mug', priceCents: 100, stock: mugs }];
  return {
    app: () => ({ imports: [FulfilmentModule.forRoot({ ...PREDICTABLE_SHOP, products })] }),
    scenario: async (kit) => {
      for (const order of ORDERS) kit.tell(new PlaceOrder(order));
      for (let look = 0; look < LOOKS; look += 1) {
        await kit.advance(A_WHILE_MS);
        const unknown = sentTo(kit).filter(({ orderId }) => kit.get(OrderViews).find(orderId) === undefined);
        // Not by the kit: that leaves out sends when it looks for the shortest way to a failure.
        for (const order of unknown) kit.runtime.tell(new PlaceOrder(order));
      }
      await kit.advance(LONG_MS);
    },
    always: isSafe,
    eventually: (kit) => isSettled(kit, sentTo(kit)),
    observe: (kit) => ({
      orders: kit.get(OrderViews).list(),
      stock: kit.get(StockViews).list(),
      payments: (kit.get(PaymentGateway) as InMemoryGateway).entries,
    }),
  };
}

/** Those that have been sent at all. */
function sentTo(kit: MailboxTestKit): readonly Order[] {
  return ORDERS.filter(({ orderId }) => kit.trace({ key: orderId }).messages.length > 0);
}
