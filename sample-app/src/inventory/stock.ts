import type { StockMovement } from './stock-ledger.js';

/** What is on the shelf of one sku: the sum of its movements. */
export class Stock {
  free = 0;
  sold = 0;
  readonly #reservations = new Map<string, number>();
  readonly #ended = new Set<string>();

  get reserved(): number {
    return [...this.#reservations.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  reservedFor(orderId: string): number {
    return this.#reservations.get(orderId) ?? 0;
  }

  /** Whether what was reserved for an order has been sold or released. */
  hasEndedFor(orderId: string): boolean {
    return this.#ended.has(orderId);
  }

  apply({ kind, quantity, orderId = '' }: StockMovement): void {
    if (kind === 'delivered' || kind === 'released') this.free += quantity;
    if (kind === 'reserved') this.free -= quantity;
    if (kind === 'sold') this.sold += quantity;
    if (kind === 'reserved') this.#reservations.set(orderId, quantity);
    else this.#reservations.delete(orderId);
    if (kind === 'released' || kind === 'sold') this.#ended.add(orderId);
  }
}
