import { Injectable } from '@nestjs/common';
import type { PlaceOrder } from './messages.js';

/** Where an order stands. From the last three it goes nowhere. */
export type OrderStage = 'reserving' | 'charging' | 'confirmed' | 'shipped' | 'rejected' | 'cancelled';

/** The line of one order. */
export interface OrderEntry {
  readonly order: PlaceOrder;
  readonly amountCents: number;
  readonly stage: OrderStage;
}

/** The shop's book: every order that was ever placed, and how far it has come. Only the order actors write in it. */
@Injectable()
export class OrderBook {
  readonly #entries = new Map<string, OrderEntry>();

  find(orderId: string): OrderEntry | undefined {
    return this.#entries.get(orderId);
  }

  write(entry: OrderEntry): void {
    this.#entries.set(entry.order.orderId, entry);
  }
}
