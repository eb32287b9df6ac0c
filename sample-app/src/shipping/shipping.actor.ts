import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Carrier } from './carrier.js';
import {
  CancelShipment,
  KeepParcel,
  ParcelCollected,
  ParcelShipped,
  ShipmentCancelled,
  ShipOrder,
} from './messages.js';

/**
 * The one dock. Parcels are numbered in the order in which they leave, which takes one counter and so one instance. And whether a
 * parcel has left is decided here and nowhere else: a carrier and a cancellation that come at the same moment come one after the
 * other.
 */
@Actor()
export class ShippingActor {
  /** By order id: waits for the carrier, has left under its number, or stays. */
  readonly #parcels = new Map<string, 'waiting' | `parcel-${number}` | 'cancelled'>();
  #left = 0;

  constructor(private readonly carrier: Carrier) {}

  @Handle(ShipOrder)
  ship({ orderId }: ShipOrder, context: ActorContext): void {
    if (this.#parcels.has(orderId)) {
      this.#answer(orderId, context);
      return;
    }
    this.#parcels.set(orderId, 'waiting');
    this.carrier.call({ orderId, reference: context.envelope.correlationId });
  }

  @Handle(ParcelCollected)
  collect({ orderId }: ParcelCollected, context: ActorContext): void {
    if (this.#parcels.get(orderId) !== 'waiting') {
      context.logger.warn(`the carrier came for ${orderId}, and there is nothing to collect`);
      return;
    }
    this.#left += 1;
    this.#parcels.set(orderId, `parcel-${this.#left}`);
    this.#answer(orderId, context);
  }

  /** What the carrier has reported by now may be in the mailbox still. It counts, so the decision goes behind it. */
  @Handle(CancelShipment)
  cancel({ orderId }: CancelShipment, context: ActorContext): void {
    context.tell(new KeepParcel(orderId));
  }

  @Handle(KeepParcel)
  keep({ orderId }: KeepParcel, context: ActorContext): void {
    const parcel = this.#parcels.get(orderId) ?? 'waiting';
    if (parcel === 'waiting') this.#parcels.set(orderId, 'cancelled');
    this.#answer(orderId, context);
  }

  /** Tells what has been decided; asked again, it is the same. */
  #answer(orderId: string, context: ActorContext): void {
    const parcel = this.#parcels.get(orderId);
    if (parcel === undefined || parcel === 'waiting') return;
    context.tell(
      parcel === 'cancelled' ? new ShipmentCancelled(orderId) : new ParcelShipped(orderId, parcel),
    );
  }
}
