import { testContext } from 'nestjs-mailbox/testing';
import { ParcelShipped, ShipOrder } from './messages.js';
import { ShippingActor } from './shipping.actor.js';

describe('ShippingActor', () => {
  it('numbers the parcels, and ships an order once', () => {
    const context = testContext();
    const dock = new ShippingActor();
    for (const orderId of ['o-1', 'o-2', 'o-1']) dock.ship(new ShipOrder(orderId, 'mug', 1), context);
    expect(context.told).toEqual([
      new ParcelShipped('o-1', 'parcel-1'),
      new ParcelShipped('o-2', 'parcel-2'),
      new ParcelShipped('o-1', 'parcel-1'),
    ]);
  });
});
