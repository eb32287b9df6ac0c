import { testContext } from 'nestjs-mailbox/testing';
import { Catalogue } from '../catalogue/catalogue.js';
import { StockChanged } from '../inventory/messages.js';
import { StockLedger } from '../inventory/stock-ledger.js';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
} from '../orders/messages.js';
import { OrderBook, type OrderEntry } from '../orders/order-book.js';
import { CatchUpOnOrders, CatchUpOnStock } from './messages.js';
import { OrderViewActor } from './order-view.actor.js';
import { OrderViews } from './order-views.js';
import { StockViewActor } from './stock-view.actor.js';
import { StockViews } from './stock-views.js';

const placed = { orderId: 'o-1', sku: 'mug', quantity: 2, amountCents: 200 };
const products = [{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }];

describe('OrderViewActor', () => {
  let views: OrderViews;
  let book: OrderBook;
  let actor: OrderViewActor;

  beforeEach(() => {
    views = new OrderViews();
    book = new OrderBook();
    actor = new OrderViewActor(views, book);
    actor.placed(new OrderPlaced('o-1', 'mug', 2, 200));
  });

  it('shows an order from placed to shipped', () => {
    expect(views.find('o-1')).toEqual({ ...placed, status: 'placed' });
    actor.confirmed(new OrderConfirmed('o-1'));
    expect(views.find('o-1')).toEqual({ ...placed, status: 'confirmed' });
    actor.shipped(new OrderShipped('o-1', 'parcel-1'));
    expect(views.list()).toEqual([{ ...placed, status: 'shipped', parcel: 'parcel-1' }]);
  });

  it('shows why an order was rejected', () => {
    actor.rejected(new OrderRejected('o-1', 'out-of-stock'));
    expect(views.find('o-1')).toEqual({ ...placed, status: 'rejected', reason: 'out-of-stock' });
  });

  it('shows why an order was cancelled', () => {
    actor.cancelled(new OrderCancelled('o-1', 'not-collected'));
    expect(views.find('o-1')).toEqual({ ...placed, status: 'cancelled', reason: 'not-collected' });
  });

  it('shows no order as it was, when news come late or twice', () => {
    actor.shipped(new OrderShipped('o-1', 'parcel-1'));
    actor.confirmed(new OrderConfirmed('o-1'));
    actor.placed(new OrderPlaced('o-1', 'mug', 2, 200));
    expect(views.find('o-1')).toEqual({ ...placed, status: 'shipped', parcel: 'parcel-1' });
  });

  it.each<[OrderEntry['stage'], OrderEntry['outcome'], object]>([
    ['reserving', undefined, { status: 'placed' }],
    ['charging', undefined, { status: 'placed' }],
    ['shipping', undefined, { status: 'confirmed' }],
    ['cancelling', undefined, { status: 'confirmed' }],
    ['selling', { status: 'shipped', parcel: 'parcel-1' }, { status: 'shipped', parcel: 'parcel-1' }],
    [
      'releasing',
      { status: 'rejected', reason: 'card-declined' },
      { status: 'rejected', reason: 'card-declined' },
    ],
    [
      'ended',
      { status: 'cancelled', reason: 'not-collected' },
      { status: 'cancelled', reason: 'not-collected' },
    ],
  ])('reads in the book what it was not told: %s', (stage, outcome, shown) => {
    const order = new PlaceOrder({ orderId: 'o-2', sku: 'mug', quantity: 2, card: 'visa' });
    book.write({ order, amountCents: 200, stage, ...(outcome && { outcome }) });
    actor.catchUp();
    expect(views.find('o-2')).toEqual({ ...placed, orderId: 'o-2', ...shown });
  });

  it('does so from time to time', () => {
    const context = testContext();
    actor.onActivate(context);
    expect(context.timers).toEqual([
      { kind: 'every', name: 'catch-up', ms: 30_000, message: new CatchUpOnOrders() },
    ]);
  });
});

describe('StockViewActor', () => {
  const views = new StockViews(new Catalogue(products));
  const ledger = new StockLedger(products);
  const actor = new StockViewActor(views, ledger);

  it('shows the stock, from what the shop opens with', () => {
    expect(views.list()).toEqual([{ sku: 'mug', free: 3, reserved: 0, sold: 0 }]);
    actor.changed(new StockChanged('mug', 1, 0, 2));
    expect(views.find('mug')).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
  });

  it('reads in the ledger what it was not told', () => {
    ledger.record({ kind: 'reserved', sku: 'mug', quantity: 1, orderId: 'o-1' });
    actor.catchUp();
    expect(views.list()).toEqual([{ sku: 'mug', free: 2, reserved: 1, sold: 0 }]);
  });

  it('does so from time to time', () => {
    const context = testContext();
    actor.onActivate(context);
    expect(context.timers).toEqual([
      { kind: 'every', name: 'catch-up', ms: 30_000, message: new CatchUpOnStock() },
    ]);
  });
});
