import { testContext } from 'nestjs-mailbox/testing';
import { Catalogue } from '../catalogue/catalogue.js';
import {
  ReleaseStock,
  ReserveStock,
  SellStock,
  StockRefused,
  StockReleased,
  StockReserved,
  StockSold,
} from '../inventory/messages.js';
import {
  CardDeclined,
  ChargeCard,
  ChargeRefunded,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from '../payment/messages.js';
import { CancelShipment, ParcelShipped, ShipmentCancelled, ShipOrder } from '../shipping/messages.js';
import {
  AnswerOverdue,
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
  ResumeOrder,
} from './messages.js';
import { OrderActor } from './order.actor.js';
import { OrderBook } from './order-book.js';
import { OrderTerms } from './order-terms.js';

const catalogue = new Catalogue([{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }]);
const order = { orderId: 'o-1', sku: 'mug', quantity: 2, card: 'visa' };

/** An instance, as it comes to life with a book. */
function activeOrder(book = new OrderBook()) {
  const actor = new OrderActor(
    catalogue,
    book,
    new OrderTerms({ carrierTimeoutMs: 1_000, answerTimeoutMs: 300 }),
  );
  const activation = testContext({ key: 'o-1' });
  actor.onActivate(activation);
  return { actor, book, activation };
}

/** An order that is placed already; each context sees what comes after. */
function placedOrder() {
  const { actor, book } = activeOrder();
  actor.place(new PlaceOrder(order), testContext({ key: 'o-1' }));
  return { actor, book, context: testContext({ key: 'o-1' }) };
}

function chargingOrder() {
  const { actor, book, context } = placedOrder();
  actor.charge(new StockReserved('o-1'), testContext({ key: 'o-1' }));
  return { actor, book, context };
}

function confirmedOrder() {
  const { actor, book, context } = chargingOrder();
  actor.confirm(new PaymentTaken('o-1'), testContext({ key: 'o-1' }));
  return { actor, book, context };
}

/** An order that is off, and gives back what it had. */
function cancelledOrder() {
  const { actor, book, context } = confirmedOrder();
  actor.cancel(new ShipmentCancelled('o-1'), testContext({ key: 'o-1' }));
  return { actor, book, context };
}

const carrierTimer = { kind: 'once', name: 'carrier', ms: 1_000, message: new CarrierOverdue('o-1') };
const answerTimer = { kind: 'once', name: 'answer', ms: 300, message: new AnswerOverdue('o-1') };

describe('OrderActor', () => {
  it('asks for the stock when it is placed', () => {
    const context = testContext({ key: 'o-1' });
    activeOrder().actor.place(new PlaceOrder(order), context);
    expect(context.published).toEqual([new OrderPlaced('o-1', 'mug', 2, 200)]);
    expect(context.told).toEqual([new ReserveStock('o-1', 'mug', 2)]);
    expect(context.timers).toEqual([answerTimer]);
    expect(context.isPassivated).toBe(false);
  });

  it('rejects what nobody sells', () => {
    const context = testContext({ key: 'o-1' });
    activeOrder().actor.place(new PlaceOrder({ ...order, sku: 'teapot' }), context);
    expect(context.published).toEqual([
      new OrderPlaced('o-1', 'teapot', 2, 0),
      new OrderRejected('o-1', 'unknown-product'),
    ]);
    expect(context.told).toEqual([]);
  });

  it('is placed once', () => {
    const { actor, context } = placedOrder();
    actor.place(new PlaceOrder(order), context);
    expect(context.sends).toEqual([]);
  });

  it('charges the card when the stock is reserved', () => {
    const { actor, context } = placedOrder();
    actor.charge(new StockReserved('o-1'), context);
    expect(context.told).toEqual([new ChargeCard('o-1', 200, 'visa')]);
  });

  it('is rejected when the stock runs out', () => {
    const { actor, context } = placedOrder();
    actor.runOut(new StockRefused('o-1'), context);
    expect(context.published).toEqual([new OrderRejected('o-1', 'out-of-stock')]);
    expect(context.told).toEqual([]);
  });

  it('ships when it is paid, and does not wait for the carrier for ever', () => {
    const { actor, context } = chargingOrder();
    actor.confirm(new PaymentTaken('o-1'), context);
    expect(context.told).toEqual([new ShipOrder('o-1', 'mug', 2)]);
    expect(context.published).toEqual([new OrderConfirmed('o-1')]);
    expect(context.timers).toEqual(expect.arrayContaining([answerTimer, carrierTimer]));
    expect(context.isPassivated).toBe(false);
  });

  it('gives the stock back when the card is declined', () => {
    const { actor, context } = chargingOrder();
    actor.decline(new CardDeclined('o-1'), context);
    expect(context.told).toEqual([new ReleaseStock('o-1', 'mug')]);
    expect(context.published).toEqual([new OrderRejected('o-1', 'card-declined')]);
  });

  it('gives the stock back when no payment can be had', () => {
    const { actor, context } = chargingOrder();
    actor.giveUp(new PaymentUnavailable('o-1'), context);
    expect(context.told).toEqual([new ReleaseStock('o-1', 'mug')]);
    expect(context.published).toEqual([new OrderRejected('o-1', 'payment-unavailable')]);
  });

  it('sells what was reserved when the parcel has left, and ends when that is done', () => {
    const { actor, book, context } = confirmedOrder();
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    expect(context.told).toEqual([new SellStock('o-1', 'mug')]);
    expect(context.published).toEqual([new OrderShipped('o-1', 'parcel-1')]);
    expect(context.isPassivated).toBe(false);

    actor.end(new StockSold('o-1'), context);
    expect(context.told).toHaveLength(1);
    expect(book.find('o-1')).toMatchObject({ stage: 'ended', outcome: { status: 'shipped' } });
    expect(context.isPassivated).toBe(true);
  });

  it('asks the dock to cancel when the carrier is overdue', () => {
    const { actor, context } = confirmedOrder();
    actor.urge(new CarrierOverdue('o-1'), context);
    expect(context.told).toEqual([new CancelShipment('o-1')]);
    expect(context.published).toEqual([]);
  });

  it('gives back the goods and the money when the parcel stays, and ends when that is done', () => {
    const { actor, book, context } = confirmedOrder();
    actor.cancel(new ShipmentCancelled('o-1'), context);
    expect(context.published).toEqual([new OrderCancelled('o-1', 'not-collected')]);
    expect(context.told).toEqual([new ReleaseStock('o-1', 'mug')]);

    actor.refund(new StockReleased('o-1'), context);
    expect(context.told.slice(1)).toEqual([new RefundCharge('o-1')]);
    expect(context.isPassivated).toBe(false);

    actor.endUndone(new ChargeRefunded('o-1'), context);
    expect(context.told).toHaveLength(2);
    expect(book.find('o-1')).toMatchObject({ stage: 'ended', outcome: { status: 'cancelled' } });
    expect(context.isPassivated).toBe(true);
  });

  it.each<[string, typeof placedOrder, object]>([
    ['the stock', placedOrder, new ReserveStock('o-1', 'mug', 2)],
    ['the money', chargingOrder, new ChargeCard('o-1', 200, 'visa')],
    ['the parcel', confirmedOrder, new ShipOrder('o-1', 'mug', 2)],
    ['what it gives back', cancelledOrder, new ReleaseStock('o-1', 'mug')],
  ])('asks again for %s when there is no answer, and goes on doing so', (_what, orderAt, request) => {
    const { actor, context } = orderAt();
    actor.askAgain(new AnswerOverdue('o-1'), context);
    expect(context.told).toEqual([request]);
    expect(context.timers).toEqual([answerTimer]);
    expect(context.published).toEqual([]);
  });

  it('is shipped if the parcel has left after all', () => {
    const { actor, context } = confirmedOrder();
    actor.urge(new CarrierOverdue('o-1'), testContext());
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    actor.cancel(new ShipmentCancelled('o-1'), context);
    actor.urge(new CarrierOverdue('o-1'), context);
    expect(context.published).toEqual([new OrderShipped('o-1', 'parcel-1')]);
    expect(context.told).toEqual([new SellStock('o-1', 'mug')]);
  });

  it('is moved by no message that comes again, or too early', () => {
    const { actor, context } = chargingOrder();
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    actor.cancel(new ShipmentCancelled('o-1'), context);
    actor.charge(new StockReserved('o-1'), context);
    actor.runOut(new StockRefused('o-1'), context);
    expect(context.sends).toEqual([]);

    actor.decline(new CardDeclined('o-1'), testContext());
    actor.decline(new CardDeclined('o-1'), context);
    actor.confirm(new PaymentTaken('o-1'), context);
    expect(context.sends).toEqual([]);
  });

  it('goes on where its predecessor stopped', () => {
    const { book } = chargingOrder();
    const { actor, activation } = activeOrder(book);
    const context = testContext({ key: 'o-1' });
    actor.confirm(new PaymentTaken('o-1'), context);
    expect(context.told).toEqual([new ShipOrder('o-1', 'mug', 2)]);
    expect(activation.timers).toEqual([answerTimer]);
  });

  it('waits anew for what its predecessor waited for, once anybody tells it anything', () => {
    const { book } = confirmedOrder();
    const { actor, activation } = activeOrder(book);
    expect(activation.timers).toEqual([answerTimer, carrierTimer]);

    const context = testContext({ key: 'o-1' });
    actor.resume(new ResumeOrder('o-1'), context);
    expect(context.sends).toEqual([]);
    expect(context.isPassivated).toBe(false);
  });

  it('does not begin again when it has ended, and needs no instance for it', () => {
    const { actor: predecessor, book } = confirmedOrder();
    predecessor.ship(new ParcelShipped('o-1', 'parcel-1'), testContext());
    predecessor.end(new StockSold('o-1'), testContext());
    const { actor, activation } = activeOrder(book);
    expect(activation.timers).toEqual([]);
    const context = testContext({ key: 'o-1' });
    actor.place(new PlaceOrder(order), context);
    expect(context.sends).toEqual([]);
    expect(context.isPassivated).toBe(true);
  });

  it('needs no instance for a message about an order that nobody placed', () => {
    const { actor } = activeOrder();
    const context = testContext({ key: 'o-1' });
    actor.charge(new StockReserved('o-1'), context);
    expect(context.sends).toEqual([]);
    expect(context.isPassivated).toBe(true);
  });
});
