export interface Pickup {
  readonly orderId: string;
  /** Comes back with the report: here, the conversation that the order is talked about in. */
  readonly reference: string;
}

/**
 * The port to whoever drives the parcels away.
 *
 * It is called, and that is all: when the parcel has been collected, its adapter tells `ParcelCollected`. That can be at once, hours
 * later, twice, or never. Called again for the same parcel, it is to say again what it has said.
 */
export abstract class Carrier {
  abstract call(pickup: Pickup): void;
}
