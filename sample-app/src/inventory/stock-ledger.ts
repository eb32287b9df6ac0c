import type { Product } from '../catalogue/product.js';

/** One line of the warehouse's book. */
export interface StockMovement {
  readonly kind: 'delivered' | 'reserved' | 'released' | 'sold';
  readonly sku: string;
  readonly quantity: number;
  /** The order it was for; a delivery is for none. */
  readonly orderId?: string;
}

/** The warehouse's book: lines are added, never changed. Only the inventory actors write in it. */
export class StockLedger {
  readonly #movements: StockMovement[];

  constructor(products: readonly Product[]) {
    this.#movements = products.map(({ sku, stock }) => ({ kind: 'delivered', sku, quantity: stock }));
  }

  get movements(): readonly StockMovement[] {
    return this.#movements;
  }

  record(movement: StockMovement): void {
    this.#movements.push(movement);
  }

  movementsOf(sku: string): readonly StockMovement[] {
    return this.#movements.filter((movement) => movement.sku === sku);
  }
}
