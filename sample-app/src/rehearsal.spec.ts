import { type MailboxTestKit, rehearse, type RehearsalPlan } from 'nestjs-mailbox/testing';
import { FulfilmentModule } from './fulfilment.module.js';
import { StockLedger } from './inventory/stock-ledger.js';
import { PlaceOrder } from './orders/messages.js';
import { OrderBook } from './orders/order-book.js';
import { OrderTerms } from './orders/order-terms.js';
import { InMemoryGateway } from './payment/in-memory-gateway.js';
import { PaymentGateway } from './payment/payment-gateway.js';
import { InMemoryCarrier } from './shipping/in-memory-carrier.js';

const products = [{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 4 }];

/** More mugs than there are, a card that is declined, and a carrier that forgets some parcels. */
const ORDERS = [
  { orderId: 'o-1', sku: 'mug', quantity: 2, card: 'visa' },
  { orderId: 'o-2', sku: 'mug', quantity: 1, card: 'declined-1' },
  { orderId: 'o-3', sku: 'mug', quantity: 1, card: 'visa' },
  { orderId: 'o-4', sku: 'mug', quantity: 2, card: 'visa' },
];

/** Applications are made by the hundred, and the machine may have other work. */
const PATIENCE_MS = 120_000;

const shop = (forgetRate: number) => ({
  imports: [
    FulfilmentModule.forRoot({
      products,
      terms: new OrderTerms(10_000),
      createGateway: () => new InMemoryGateway({ seed: 1, failureRate: 0 }),
      createCarrier: (mailbox) => new InMemoryCarrier(mailbox, { seed: 1, forgetRate }),
    }),
  ],
});

const scenario: RehearsalPlan['scenario'] = async (kit) => {
  for (const order of ORDERS) kit.tell(new PlaceOrder(order));
  await kit.advance(300_000); // longer than any message is late, and than any timer
};

function charges(kit: MailboxTestKit, orderId: string): readonly string[] {
  const { entries } = kit.get(PaymentGateway) as InMemoryGateway;
  return entries.filter((entry) => entry.orderId === orderId).map(({ kind }) => kind);
}

function reserved(kit: MailboxTestKit): ReadonlyMap<string, number> {
  const open = new Map<string, number>();
  for (const { kind, orderId = '', quantity } of kit.get(StockLedger).movements) {
    if (kind === 'reserved') open.set(orderId, quantity);
    else open.delete(orderId);
  }
  return open;
}

/** What may never be, whatever goes wrong. */
function isSafe(kit: MailboxTestKit): void {
  let free = 0;
  for (const { kind, quantity } of kit.get(StockLedger).movements) {
    if (kind === 'delivered' || kind === 'released') free += quantity;
    if (kind === 'reserved') free -= quantity;
    if (free < 0) throw new Error('the mugs are oversold');
  }
  for (const { orderId } of ORDERS) {
    if (charges(kit, orderId).filter((kind) => kind === 'charge').length > 1)
      throw new Error(`${orderId} was charged more than once`);
  }
}

/** What must have come about when all is over. */
function isSettled(kit: MailboxTestKit): void {
  const open = reserved(kit);
  for (const { orderId } of ORDERS) {
    const stage = kit.get(OrderBook).find(orderId)?.stage;
    if (stage === undefined) continue; // it was never placed
    if (stage !== 'shipped' && stage !== 'rejected' && stage !== 'cancelled')
      throw new Error(`${orderId} never ended: it is ${stage}`);
    if (open.has(orderId)) throw new Error(`${orderId} is ${stage}, and its stock is still reserved`);
    const isPaid = charges(kit, orderId).at(-1) === 'charge';
    if (isPaid !== (stage === 'shipped'))
      throw new Error(`${orderId} is ${stage}, and its money is ${isPaid ? 'kept' : 'not there'}`);
  }
}

describe('The shop, rehearsed', () => {
  it.each([0, 1])(
    'ends every order and compensates what it has to, when messages come late, twice or in another order (carrier forgets: %d)',
    async (forgetRate) => {
      await rehearse(
        { app: () => shop(forgetRate), scenario, always: isSafe, eventually: isSettled },
        { runs: 125, seed: 7, faults: { duplicate: 0.1, delay: 0.1, reorder: 0.1 } },
      );
    },
    PATIENCE_MS,
  );

  it(
    'charges nobody twice and oversells nothing, when messages are lost and the process crashes as well',
    async () => {
      const { struck } = await rehearse(
        { app: () => shop(0.3), scenario, always: isSafe },
        {
          runs: 250,
          seed: 7,
          faults: { drop: 0.06, duplicate: 0.06, delay: 0.06, reorder: 0.06, crash: 0.03 },
        },
      );
      expect(Object.keys(struck)).toEqual(
        expect.arrayContaining(['ReserveStock', 'ChargeCard', 'ShipOrder']),
      );
    },
    PATIENCE_MS,
  );
});
