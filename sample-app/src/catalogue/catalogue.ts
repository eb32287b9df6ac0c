import type { Product } from './product.js';

/** What is sold, and at what price. It never changes, so anybody may read it. */
export class Catalogue {
  readonly #bySku: ReadonlyMap<string, Product>;

  constructor(readonly products: readonly Product[]) {
    this.#bySku = new Map(products.map((product) => [product.sku, product]));
  }

  find(sku: string): Product | undefined {
    return this.#bySku.get(sku);
  }
}
