import { testContext } from 'nestjs-mailbox/testing';
import { Catalogue } from '../catalogue/catalogue.js';
import { ReleaseStock, ReserveStock, SellStock, StockRefused, StockReserved } from '../inventory/messages.js';
import {
  CardDeclined,
  ChargeCard,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from '../payment/messages.js';
import { CancelShipment, ParcelShipped, ShipmentCancelled, ShipOrder } from '../shipping/messages.js';
import {
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
} from './messages.js';
import { OrderActor } from './order.actor.js';
import { OrderBook } from './order-book.js';
import { OrderTerms } from './order-terms.js';

const catalogue = new Catalogue([{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }]);
const order = { orderId: 'o-1', sku: 'mug', quantity: 2, card: 'visa' };

/** An instance, as it comes to life with a book. */
function activeOrder(book = new OrderBook()) {
  const actor = new OrderActor(catalogue, book, new OrderTerms(1_000));
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

const carrierTimer = { kind: 'once', name: 'carrier', ms: 1_000, message: new CarrierOverdue('o-1') };

describe('OrderActor', () => {
  it('asks for the stock when it is placed', () => {
    const context = testContext({ key: 'o-1' });
    activeOrder().actor.place(new PlaceOrder(order), context);
    expect(context.published).toEqual([new OrderPlaced('o-1', 'mug', 2, 200)]);
    expect(context.told).toEqual([new ReserveStock('o-1', 'mug', 2)]);
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
    expect(context.timers).toEqual([carrierTimer]);
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

  it('sells what was reserved, and ends, when the parcel has left', () => {
    const { actor, context } = confirmedOrder();
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    expect(context.told).toEqual([new SellStock('o-1', 'mug')]);
    expect(context.published).toEqual([new OrderShipped('o-1', 'parcel-1')]);
    expect(context.isPassivated).toBe(true);
  });

  it('asks the dock to cancel when the carrier is overdue, and goes on asking', () => {
    const { actor, context } = confirmedOrder();
    actor.urge(new CarrierOverdue('o-1'), context);
    expect(context.told).toEqual([new CancelShipment('o-1')]);
    expect(context.timers).toEqual([carrierTimer]);
    expect(context.published).toEqual([]);
  });

  it('gives back the money and the goods when the parcel stays', () => {
    const { actor, context } = confirmedOrder();
    actor.cancel(new ShipmentCancelled('o-1'), context);
    expect(context.told).toEqual([new RefundCharge('o-1'), new ReleaseStock('o-1', 'mug')]);
    expect(context.published).toEqual([new OrderCancelled('o-1', 'not-collected')]);
    expect(context.isPassivated).toBe(true);
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
    expect(activation.timers).toEqual([]);
  });

  it('waits for the carrier anew when its predecessor did', () => {
    const { book } = confirmedOrder();
    expect(activeOrder(book).activation.timers).toEqual([carrierTimer]);
  });

  it('does not begin again when it has ended, and needs no instance for it', () => {
    const { actor: predecessor, book } = confirmedOrder();
    predecessor.ship(new ParcelShipped('o-1', 'parcel-1'), testContext());
    const { actor } = activeOrder(book);
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
