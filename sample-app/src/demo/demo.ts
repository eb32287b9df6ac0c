import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MailboxRuntime } from 'nestjs-mailbox';
import { Catalogue } from '../catalogue/catalogue.js';
import { StockLedger } from '../inventory/stock-ledger.js';
import type { PlaceOrder } from '../orders/messages.js';
import { OrderTerms } from '../orders/order-terms.js';
import { OrderViews } from '../read-model/order-views.js';
import { Carrier } from '../shipping/carrier.js';
import type { DemoArguments } from './arguments.js';
import { DemoCarrier } from './demo-carrier.js';
import { DemoGateway } from './demo-gateway.js';
import { DemoModule } from './demo.module.js';
import { Journey } from './journey.js';
import { belatedRequestsFor, productsFor, requestsFor } from './load.js';
import { OrdersDesk } from './orders-desk.js';
import type { EndedOrder, Ending, Outcome } from './outcome.js';
import { ProgressBar, type Screen } from './progress-bar.js';

/**
 * So many orders are on their way at once, and compete for the stock.
 *
 * Nothing is promised about who comes first among actors, so the demo leaves nothing to it, for a seed to tell one story: an order
 * is sent when the one before is placed (its reservation is in the queue by then), and the gateway answers when the wave is in
 * (whatever is given back comes after whatever was reserved).
 */
const WAVE = 50;

/** Short, and no matter of luck all the same: the report of a carrier who comes at once is heard before any cancellation. */
const CARRIER_TIMEOUT_MS = 50;

/** When nothing has moved for so long, nothing will. */
const PATIENCE_MS = 10_000;

/** Runs the load through the shop's real modules, and tells what became of it. */
export async function runDemo({ orders, seed, fault }: DemoArguments, screen: Screen): Promise<Outcome> {
  const gateway = new DemoGateway({ seed, failureRate: 0.3 }, fault);
  const shop = DemoModule.forRoot({
    products: productsFor(orders, seed),
    terms: new OrderTerms({ carrierTimeoutMs: CARRIER_TIMEOUT_MS, answerTimeoutMs: PATIENCE_MS }),
    createGateway: () => gateway,
    createCarrier: (mailbox) => new DemoCarrier(mailbox, { seed, forgetRate: 0.01 }),
  });
  const app = await NestFactory.createApplicationContext(shop, { logger: ['error', 'fatal'] });
  const carrier = app.get<DemoCarrier>(Carrier);
  const { placed, ended } = app.get(Journey);
  const desk = new OrdersDesk(app.get(MailboxRuntime));
  const bar = new ProgressBar(orders, screen);

  const playWave = async (first: number): Promise<'reached' | 'late'> => {
    const last = Math.min(first + WAVE, orders);
    gateway.close();
    for (let index = first; index < last; index += 1) {
      for (const body of requestsFor(seed, index)) await desk.send(body);
      if ((await placed.reach(desk.size, PATIENCE_MS)) === 'late') return 'late';
    }
    gateway.open();
    if ((await ended.reach(desk.size, PATIENCE_MS)) === 'late') return 'late';
    carrier.comeLate(); // every order has ended: whatever comes now must change nothing
    for (let index = first; index < last; index += 1) {
      for (const body of belatedRequestsFor(seed, index)) await desk.send(body);
    }
    return 'reached';
  };

  for (let first = 0; first < orders; first += WAVE) {
    bar.show(ended.count + desk.refused);
    if ((await playWave(first)) === 'late') break;
  }
  gateway.open();
  bar.show(ended.count + desk.refused);
  await app.close(); // what is still under way, such as a refund, is handled first

  return {
    orders: desk.accepted.map((order) => asEnded(order, app)),
    refused: desk.refused,
    repeated: desk.repeated,
    deadLetters: app.get(MailboxRuntime).deadLetters.size,
    payments: gateway.entries,
    movements: app.get(StockLedger).movements,
  };
}

/** Amounts are what was sent times the price; only the ending is taken from the read model. */
function asEnded({ orderId, sku, quantity }: PlaceOrder, app: INestApplicationContext): EndedOrder {
  const amountCents = (app.get(Catalogue).find(sku)?.priceCents ?? 0) * quantity;
  const { status = 'placed', reason = 'open' } = app.get(OrderViews).find(orderId) ?? {};
  const ending: Ending = status === 'shipped' ? 'shipped' : reason;
  return { orderId, sku, quantity, amountCents, ending };
}
