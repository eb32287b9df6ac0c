import type { StockMovement } from './stock-ledger.js';

/** What is on the shelf of one sku: the sum of its movements. */
export class Stock {
  free = 0;
  reserved = 0;
  sold = 0;
  readonly #latest = new Map<string, StockMovement>();

  /** Adds up movements from the first one on. */
  static of(movements: readonly StockMovement[]): Stock {
    const stock = new Stock();
    for (const movement of movements) stock.apply(movement);
    return stock;
  }

  /** The latest movement for an order: how it stands with what it asked for. */
  latestFor(orderId: string): StockMovement | undefined {
    return this.#latest.get(orderId);
  }

  apply(movement: StockMovement): void {
    const { kind, quantity, orderId } = movement;
    if (kind === 'delivered' || kind === 'released') this.free += quantity;
    if (kind === 'released' || kind === 'sold') this.reserved -= quantity;
    if (kind === 'sold') this.sold += quantity;
    if (kind === 'reserved') {
      this.free -= quantity;
      this.reserved += quantity;
    }
    if (orderId !== undefined) this.#latest.set(orderId, movement);
  }
}
