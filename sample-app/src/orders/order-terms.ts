/** What the shop promises itself about its orders. */
export class OrderTerms {
  /** @param carrierTimeoutMs How long a paid order waits until its parcel has left. Beyond that it is cancelled. */
  constructor(readonly carrierTimeoutMs: number) {}
}
