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
import { ParcelBook } from './parcel-book.js';

/**
 * The one dock. Parcels are numbered in the order in which they leave, which takes one counter and so one instance. And whether a
 * parcel has left is decided here and nowhere else: a carrier and a cancellation that come at the same moment come one after the
 * other. What has been decided is in the book, and the answer to whoever asks again.
 */
@Actor()
export class ShippingActor {
  #left = 0;

  constructor(
    private readonly carrier: Carrier,
    private readonly parcels: ParcelBook,
  ) {}

  onActivate(): void {
    this.#left = this.parcels.left;
  }

  /** Told again while the parcel waits, it calls the carrier again: maybe he has not heard, maybe his report got lost. */
  @Handle(ShipOrder)
  ship({ orderId }: ShipOrder, context: ActorContext): void {
    if (this.parcels.find(orderId) === undefined) this.parcels.write(orderId, 'waiting');
    if (this.parcels.find(orderId) === 'waiting')
      this.carrier.call({ orderId, reference: context.envelope.correlationId });
    this.#answer(orderId, context);
  }

  @Handle(ParcelCollected)
  collect({ orderId }: ParcelCollected, context: ActorContext): void {
    if (this.parcels.find(orderId) !== 'waiting') {
      context.logger.warn(`the carrier came for ${orderId}, and there is nothing to collect`);
      return;
    }
    this.#left += 1;
    this.parcels.write(orderId, `parcel-${this.#left}`);
    this.#answer(orderId, context);
  }

  /** What the carrier has reported by now may be in the mailbox still. It counts, so the decision goes behind it. */
  @Handle(CancelShipment)
  cancel({ orderId }: CancelShipment, context: ActorContext): void {
    context.tell(new KeepParcel(orderId));
  }

  @Handle(KeepParcel)
  keep({ orderId }: KeepParcel, context: ActorContext): void {
    if ((this.parcels.find(orderId) ?? 'waiting') === 'waiting') this.parcels.write(orderId, 'cancelled');
    this.#answer(orderId, context);
  }

  #answer(orderId: string, context: ActorContext): void {
    const parcel = this.parcels.find(orderId);
    if (parcel === undefined || parcel === 'waiting') return;
    context.tell(
      parcel === 'cancelled' ? new ShipmentCancelled(orderId) : new ParcelShipped(orderId, parcel),
    );
  }
}
