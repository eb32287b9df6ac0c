import { isDeepStrictEqual } from 'node:util';
import type { MailboxTestKit } from 'nestjs-mailbox/testing';
import { Stock } from '../inventory/stock.js';
import { StockLedger } from '../inventory/stock-ledger.js';
import type { PlaceOrder } from '../orders/messages.js';
import { OrderBook } from '../orders/order-book.js';
import { InMemoryGateway } from '../payment/in-memory-gateway.js';
import { PaymentGateway } from '../payment/payment-gateway.js';
import { OrderViews } from '../read-model/order-views.js';
import { StockViews } from '../read-model/stock-views.js';
import { ParcelBook } from '../shipping/parcel-book.js';

type Books = Pick<MailboxTestKit, 'get'>;

/** What may never be, not even for a moment: money is taken once, what is not there is not sold, and nothing leaves unpaid. */
export function isSafe(books: Books): void {
  for (const { order } of books.get(OrderBook).entries) {
    const { orderId } = order;
    const { charges, kept } = accountOf(books, orderId);
    if (charges > 1) throw new Error(`${orderId} was charged ${charges} times`);
    const hasLeft = books.get(ParcelBook).find(orderId)?.startsWith('parcel-') === true;
    if (hasLeft && kept === 0)
      throw new Error(`the parcel of ${orderId} has left, and nobody has paid for it`);
  }
  for (const { sku, free } of shelves(books)) {
    if (free < 0) throw new Error(`${sku} is oversold by ${-free}`);
  }
}

/** What must have come about when all is over: every order has ended, what was done for one that is off is undone, and all know it. */
export function isSettled(books: Books, orders: readonly Pick<PlaceOrder, 'orderId'>[]): void {
  for (const { orderId } of orders) {
    const entry = books.get(OrderBook).find(orderId);
    if (entry === undefined) throw new Error(`${orderId} was never placed`);
    const { stage, outcome, amountCents } = entry;
    if (stage !== 'ended' || outcome === undefined)
      throw new Error(`${orderId} never ended: it is ${stage}, and stays so`);

    const due = outcome.status === 'shipped' ? amountCents : 0;
    const { kept } = accountOf(books, orderId);
    if (kept !== due)
      throw new Error(`${orderId} is ${outcome.status}, and ${kept} cents are kept instead of ${due}`);

    const stock = lastMovement(books, orderId);
    if (stock === 'reserved')
      throw new Error(`${orderId} is ${outcome.status}, and its stock is still reserved`);
    if ((stock === 'sold') !== (outcome.status === 'shipped'))
      throw new Error(`${orderId} is ${outcome.status}, and its stock is ${stock}`);

    const shown = books.get(OrderViews).find(orderId)?.status;
    if (shown !== outcome.status)
      throw new Error(`${orderId} is ${outcome.status}, and is shown as ${shown}`);
  }
  for (const shelf of shelves(books)) {
    const shown = books.get(StockViews).find(shelf.sku);
    if (!isDeepStrictEqual(shown, shelf)) throw new Error(`the stock of ${shelf.sku} is shown as it is not`);
  }
}

/** What the gateway's own book says of an order. */
function accountOf(books: Books, orderId: string): { readonly charges: number; readonly kept: number } {
  let charges = 0;
  let kept = 0;
  for (const entry of (books.get(PaymentGateway) as InMemoryGateway).entries) {
    if (entry.orderId !== orderId) continue;
    if (entry.kind === 'charge') charges += 1;
    kept += entry.kind === 'charge' ? entry.amountCents : -entry.amountCents;
  }
  return { charges, kept };
}

/** What the warehouse's own book adds up to. */
function shelves(books: Books) {
  const ledger = books.get(StockLedger);
  const skus = new Set(ledger.movements.map(({ sku }) => sku));
  return [...skus].map((sku) => {
    const { free, reserved, sold } = Stock.of(ledger.movementsOf(sku));
    return { sku, free, reserved, sold };
  });
}

function lastMovement(books: Books, orderId: string): string {
  const last = books.get(StockLedger).movements.findLast((movement) => movement.orderId === orderId);
  return last?.kind ?? 'untouched';
}
