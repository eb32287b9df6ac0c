import { testContext } from 'nestjs-mailbox/testing';
import { Carrier, type Pickup } from './carrier.js';
import {
  CancelShipment,
  KeepParcel,
  ParcelCollected,
  ParcelShipped,
  ShipmentCancelled,
  ShipOrder,
} from './messages.js';
import { ParcelBook } from './parcel-book.js';
import { ShippingActor } from './shipping.actor.js';

class RecordingCarrier extends Carrier {
  readonly pickups: Pickup[] = [];

  call(pickup: Pickup): void {
    this.pickups.push(pickup);
  }
}

function dock(parcels = new ParcelBook()) {
  const carrier = new RecordingCarrier();
  const actor = new ShippingActor(carrier, parcels);
  actor.onActivate();
  return { actor, carrier, parcels, context: testContext({ correlationId: 'talk-1' }) };
}

describe('ShippingActor', () => {
  it('calls the carrier', () => {
    const { actor, carrier, context } = dock();
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    expect(carrier.pickups).toEqual([{ orderId: 'o-1', reference: 'talk-1' }]);
    expect(context.told).toEqual([]);
  });

  it('calls the carrier again while he has not come', () => {
    const { actor, carrier, context } = dock();
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    actor.collect(new ParcelCollected('o-1'), context);
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    expect(carrier.pickups).toHaveLength(2);
  });

  it('numbers the parcels as they leave, and each leaves once', () => {
    const { actor, context } = dock();
    for (const orderId of ['o-1', 'o-2']) actor.ship(new ShipOrder(orderId, 'mug', 1), context);
    for (const orderId of ['o-2', 'o-1', 'o-2']) actor.collect(new ParcelCollected(orderId), context);
    expect(context.told).toEqual([
      new ParcelShipped('o-2', 'parcel-1'),
      new ParcelShipped('o-1', 'parcel-2'),
    ]);
  });

  it('says again what it has said, when it is told again', () => {
    const { actor, context } = dock();
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    actor.collect(new ParcelCollected('o-1'), context);
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    expect(context.told).toEqual(Array(2).fill(new ParcelShipped('o-1', 'parcel-1')));
  });

  it('reads in the book where its predecessor stopped', () => {
    const { actor: predecessor, parcels, context: before } = dock();
    for (const orderId of ['o-1', 'o-2']) predecessor.ship(new ShipOrder(orderId, 'mug', 1), before);
    predecessor.collect(new ParcelCollected('o-1'), before);

    const { actor, context } = dock(parcels);
    for (const orderId of ['o-1', 'o-2']) actor.collect(new ParcelCollected(orderId), context);
    expect(context.told).toEqual([new ParcelShipped('o-2', 'parcel-2')]);
  });

  it('decides on a cancellation when what is in its mailbox has been heard', () => {
    const { actor, context } = dock();
    actor.cancel(new CancelShipment('o-1'), context);
    expect(context.told).toEqual([new KeepParcel('o-1')]);
  });

  it('keeps a parcel that is cancelled, also from a carrier that comes late', () => {
    const { actor, context } = dock();
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    actor.keep(new KeepParcel('o-1'), context);
    actor.collect(new ParcelCollected('o-1'), context);
    expect(context.told).toEqual([new ShipmentCancelled('o-1')]);
  });

  it('cannot cancel what has left', () => {
    const { actor, context } = dock();
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    actor.collect(new ParcelCollected('o-1'), context);
    actor.keep(new KeepParcel('o-1'), context);
    expect(context.told).toEqual(Array(2).fill(new ParcelShipped('o-1', 'parcel-1')));
  });

  it('packs nothing that was cancelled before it was heard of', () => {
    const { actor, carrier, context } = dock();
    actor.keep(new KeepParcel('o-1'), context);
    actor.ship(new ShipOrder('o-1', 'mug', 1), context);
    expect(carrier.pickups).toEqual([]);
    expect(context.told).toEqual(Array(2).fill(new ShipmentCancelled('o-1')));
  });
});
