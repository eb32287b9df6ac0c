import { Injectable } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.js';

/** What the world may know of a sku's stock. */
export interface StockView {
  readonly sku: string;
  readonly free: number;
  readonly reserved: number;
  readonly sold: number;
}

/** The stock as the queries see it. */
@Injectable()
export class StockViews {
  readonly #views: Map<string, StockView>;

  constructor({ products }: Catalogue) {
    this.#views = new Map(
      products.map(({ sku, stock }) => [sku, { sku, free: stock, reserved: 0, sold: 0 }]),
    );
  }

  find(sku: string): StockView | undefined {
    return this.#views.get(sku);
  }

  list(): StockView[] {
    return [...this.#views.values()];
  }

  put(view: StockView): void {
    this.#views.set(view.sku, view);
  }
}
