export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly priceCents: number;
  /** How many are in the warehouse when the shop opens. */
  readonly stock: number;
}

/** What the shop sells unless it is told otherwise. */
export const PRODUCTS: readonly Product[] = [
  { sku: 'beans', name: 'Coffee beans, 1 kg', priceCents: 1_890, stock: 200 },
  { sku: 'mug', name: 'Stoneware mug', priceCents: 1_450, stock: 40 },
  { sku: 'kettle', name: 'Gooseneck kettle', priceCents: 5_900, stock: 12 },
  { sku: 'grinder', name: 'Hand grinder', priceCents: 12_900, stock: 3 },
];
