import { testContext } from 'nestjs-mailbox/testing';
import { Catalogue } from '../catalogue/catalogue.js';
import { ReleaseStock, ReserveStock, SellStock, StockRefused, StockReserved } from '../inventory/messages.js';
import { CardDeclined, ChargeCard, PaymentTaken, PaymentUnavailable } from '../payment/messages.js';
import { ParcelShipped, ShipOrder } from '../shipping/messages.js';
import { OrderConfirmed, OrderPlaced, OrderRejected, OrderShipped, PlaceOrder } from './messages.js';
import { OrderActor } from './order.actor.js';

const catalogue = new Catalogue([{ sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 }]);
const order = { orderId: 'o-1', sku: 'mug', quantity: 2, card: 'visa' };

/** An order that is placed already; each context sees what comes after. */
function placedOrder() {
  const actor = new OrderActor(catalogue);
  actor.place(new PlaceOrder(order), testContext({ key: 'o-1' }));
  return { actor, context: testContext({ key: 'o-1' }) };
}

function chargingOrder() {
  const { actor, context } = placedOrder();
  actor.charge(new StockReserved('o-1'), testContext({ key: 'o-1' }));
  return { actor, context };
}

describe('OrderActor', () => {
  it('asks for the stock when it is placed', () => {
    const context = testContext({ key: 'o-1' });
    new OrderActor(catalogue).place(new PlaceOrder(order), context);
    expect(context.published).toEqual([new OrderPlaced('o-1', 'mug', 2, 200)]);
    expect(context.told).toEqual([new ReserveStock('o-1', 'mug', 2)]);
  });

  it('rejects what nobody sells', () => {
    const context = testContext({ key: 'o-1' });
    new OrderActor(catalogue).place(new PlaceOrder({ ...order, sku: 'teapot' }), context);
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

  it('sells and ships when it is paid', () => {
    const { actor, context } = chargingOrder();
    actor.confirm(new PaymentTaken('o-1'), context);
    expect(context.told).toEqual([new SellStock('o-1', 'mug'), new ShipOrder('o-1', 'mug', 2)]);
    expect(context.published).toEqual([new OrderConfirmed('o-1')]);
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

  it('ends when the parcel has left', () => {
    const { actor, context } = chargingOrder();
    actor.confirm(new PaymentTaken('o-1'), testContext());
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    expect(context.published).toEqual([new OrderShipped('o-1', 'parcel-1')]);
  });

  it('is moved by no message that comes again, or too early', () => {
    const { actor, context } = chargingOrder();
    actor.ship(new ParcelShipped('o-1', 'parcel-1'), context);
    actor.charge(new StockReserved('o-1'), context);
    actor.runOut(new StockRefused('o-1'), context);
    expect(context.sends).toEqual([]);

    actor.decline(new CardDeclined('o-1'), testContext());
    actor.decline(new CardDeclined('o-1'), context);
    actor.confirm(new PaymentTaken('o-1'), context);
    expect(context.sends).toEqual([]);
  });
});
