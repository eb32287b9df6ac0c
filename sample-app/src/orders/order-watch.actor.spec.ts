import { testContext } from 'nestjs-mailbox/testing';
import { PlaceOrder, ResumeOrder, WatchOrders } from './messages.js';
import { OrderBook } from './order-book.js';
import { OrderTerms } from './order-terms.js';
import { OrderWatchActor } from './order-watch.actor.js';

const order = { sku: 'mug', quantity: 1, card: 'visa' };

describe('OrderWatchActor', () => {
  const book = new OrderBook();
  const actor = new OrderWatchActor(book, new OrderTerms({ watchIntervalMs: 500 }));

  it('looks for orders from time to time', () => {
    const context = testContext();
    actor.onActivate(context);
    expect(context.timers).toEqual([{ kind: 'every', name: 'watch', ms: 500, message: new WatchOrders() }]);
  });

  it('tells those that have not ended to go on', () => {
    book.write({ order: new PlaceOrder({ ...order, orderId: 'o-1' }), amountCents: 1, stage: 'ended' });
    book.write({ order: new PlaceOrder({ ...order, orderId: 'o-2' }), amountCents: 1, stage: 'refunding' });
    const context = testContext();
    actor.watch(new WatchOrders(), context);
    expect(context.told).toEqual([new ResumeOrder('o-2')]);
  });
});
