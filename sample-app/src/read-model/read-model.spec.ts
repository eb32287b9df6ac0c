import { Catalogue } from '../catalogue/catalogue.js';
import { StockChanged } from '../inventory/messages.js';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
} from '../orders/messages.js';
import { OrderViewActor } from './order-view.actor.js';
import { OrderViews } from './order-views.js';
import { StockViewActor } from './stock-view.actor.js';
import { StockViews } from './stock-views.js';

const placed = { orderId: 'o-1', sku: 'mug', quantity: 2, amountCents: 200 };

describe('OrderViewActor', () => {
  const views = new OrderViews();
  const actor = new OrderViewActor(views);

  beforeEach(() => actor.placed(new OrderPlaced('o-1', 'mug', 2, 200)));

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
});

describe('StockViewActor', () => {
  it('shows the stock, from what the shop opens with', () => {
    const views = new StockViews(new Catalogue([{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }]));
    expect(views.list()).toEqual([{ sku: 'mug', free: 3, reserved: 0, sold: 0 }]);
    new StockViewActor(views).changed(new StockChanged('mug', 1, 0, 2));
    expect(views.find('mug')).toEqual({ sku: 'mug', free: 1, reserved: 0, sold: 2 });
  });
});
