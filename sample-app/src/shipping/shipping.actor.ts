import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { ParcelShipped, ShipOrder } from './messages.js';

/** The one dock: parcels are numbered in the order in which they leave, which takes one counter and so one instance. */
@Actor()
export class ShippingActor {
  readonly #parcels = new Map<string, string>();

  @Handle(ShipOrder)
  ship({ orderId }: ShipOrder, context: ActorContext): void {
    const parcel = this.#parcels.get(orderId) ?? `parcel-${this.#parcels.size + 1}`;
    this.#parcels.set(orderId, parcel);
    context.tell(new ParcelShipped(orderId, parcel));
  }
}
