import { Injectable } from '@nestjs/common';
import type { CancellationReason, PlaceOrder, RejectionReason } from './messages.js';

/** Where an order stands: what it asks for, until that is answered. */
export type OrderStage =
  'reserving' | 'charging' | 'shipping' | 'cancelling' | 'selling' | 'releasing' | 'refunding' | 'ended';

/** What becomes of an order. It is known before the order has ended: what it takes is done first, or undone. */
export type OrderOutcome =
  | { readonly status: 'shipped'; readonly parcel: string }
  | { readonly status: 'rejected'; readonly reason: RejectionReason }
  | { readonly status: 'cancelled'; readonly reason: CancellationReason };

/** The line of one order. */
export interface OrderEntry {
  readonly order: PlaceOrder;
  readonly amountCents: number;
  readonly stage: OrderStage;
  readonly outcome?: OrderOutcome;
}

/** The shop's book: every order that was ever placed, and how far it has come. Stands for a table; only the order actors write in it. */
@Injectable()
export class OrderBook {
  readonly #entries = new Map<string, OrderEntry>();

  get entries(): readonly OrderEntry[] {
    return [...this.#entries.values()];
  }

  find(orderId: string): OrderEntry | undefined {
    return this.#entries.get(orderId);
  }

  findOpen(): readonly OrderEntry[] {
    return this.entries.filter(({ stage }) => stage !== 'ended');
  }

  write(entry: OrderEntry): void {
    this.#entries.set(entry.order.orderId, entry);
  }
}
