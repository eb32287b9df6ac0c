import { Injectable } from '@nestjs/common';

/** How it stands with a parcel: waits for the carrier, has left under its number, or stays. */
export type Parcel = 'waiting' | `parcel-${number}` | 'cancelled';

/** The dock's book of parcels, by order id. Stands for a table; only the dock writes in it. */
@Injectable()
export class ParcelBook {
  readonly #parcels = new Map<string, Parcel>();

  /** How many have left. */
  get left(): number {
    return [...this.#parcels.values()].filter((parcel) => parcel.startsWith('parcel-')).length;
  }

  find(orderId: string): Parcel | undefined {
    return this.#parcels.get(orderId);
  }

  write(orderId: string, parcel: Parcel): void {
    this.#parcels.set(orderId, parcel);
  }
}
