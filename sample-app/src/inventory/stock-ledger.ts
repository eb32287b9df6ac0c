import type { Product } from '../catalogue/product.js';

/** One line of the warehouse's book. What was refused stands there as well: asked again, the answer is the same. */
export interface StockMovement {
  readonly kind: 'delivered' | 'reserved' | 'refused' | 'released' | 'sold';
  readonly sku: string;
  readonly quantity: number;
  /** The order it was for; a delivery is for none. */
  readonly orderId?: string;
}

/** The warehouse's book: lines are added, never changed. Stands for a table; only the inventory actors write in it. */
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
