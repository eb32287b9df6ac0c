import type { MailboxRuntime } from 'nestjs-mailbox';
import { chance } from '../chance.js';
import { Carrier, type Pickup } from './carrier.js';
import { ParcelCollected } from './messages.js';

export interface CarrierSettings {
  readonly seed: number;
  /** The share of parcels that it never comes for, from 0 to 1. */
  readonly forgetRate: number;
}

/** A carrier to play with: it comes at once, and forgets some parcels, by seed. */
export class InMemoryCarrier extends Carrier {
  constructor(
    private readonly mailbox: MailboxRuntime,
    private readonly settings: CarrierSettings,
  ) {
    super();
  }

  call(pickup: Pickup): void {
    const { seed, forgetRate } = this.settings;
    if (chance(seed, 'carrier', pickup.orderId) < forgetRate) this.forget(pickup);
    else this.collect(pickup);
  }

  protected collect({ orderId, reference }: Pickup): void {
    this.mailbox.tell(new ParcelCollected(orderId), { correlationId: reference });
  }

  protected forget(_pickup: Pickup): void {}
}
