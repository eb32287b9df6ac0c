/** What the shop promises itself about its orders. */
export class OrderTerms {
  /** How long a paid order waits until its parcel has left. Beyond that it is cancelled. */
  readonly carrierTimeoutMs: number;
  /** How long an order waits for an answer before it asks again; longer than anybody takes to try what he was asked for. */
  readonly answerTimeoutMs: number;
  /** How often somebody looks for orders that nobody works on any more. */
  readonly watchIntervalMs: number;

  constructor({
    carrierTimeoutMs = 10_000,
    answerTimeoutMs = 30_000,
    watchIntervalMs = 15_000,
  }: Partial<OrderTerms> = {}) {
    this.carrierTimeoutMs = carrierTimeoutMs;
    this.answerTimeoutMs = answerTimeoutMs;
    this.watchIntervalMs = watchIntervalMs;
  }
}
