import type { Pickup } from '../shipping/carrier.js';
import { InMemoryCarrier } from '../shipping/in-memory-carrier.js';

/** The shop's carrier, which remembers some of what it has forgotten, when it is too late. */
export class DemoCarrier extends InMemoryCarrier {
  readonly #forgotten = new Map<string, Pickup>();

  /** Comes for every other parcel that it forgot. */
  comeLate(): void {
    for (const [index, pickup] of [...this.#forgotten.values()].entries())
      if (index % 2 === 0) this.collect(pickup);
    this.#forgotten.clear();
  }

  protected override forget(pickup: Pickup): void {
    this.#forgotten.set(pickup.orderId, pickup);
  }
}
