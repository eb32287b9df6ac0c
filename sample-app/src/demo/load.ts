import type { Product } from '../catalogue/product.js';
import { PRODUCTS } from '../catalogue/product.js';
import { chance } from '../chance.js';

/** A request as it comes from outside: it may be anything. */
export type Body = Readonly<Record<string, unknown>>;

const SHARE = { invalid: 0.03, sentTwice: 0.02, belated: 0.02, unknownProduct: 0.02, declined: 0.12 };

/** Of what the orders ask for, on average, so much is in the warehouse: too little of most, enough of one. */
const SUPPLY = [1.3, 0.9, 0.7, 0.4];

const AVERAGE_QUANTITY = 2;

/** The shop's products, with a stock that is scarce for so many orders. */
export function productsFor(orders: number, seed: number): Product[] {
  return PRODUCTS.map((product, index) => {
    const demand = (orders / PRODUCTS.length) * AVERAGE_QUANTITY;
    const supply = (SUPPLY[index] ?? 1) * (0.8 + 0.4 * chance(seed, 'stock', product.sku));
    return { ...product, stock: Math.round(demand * supply) };
  });
}

/** What the outside world sends for one order: mostly one request, now and then the same one twice. */
export function requestsFor(seed: number, index: number): Body[] {
  const order = orderFor(seed, index);
  if (isInvalid(seed, index)) return [spoil(order, chance(seed, 'spoil', index))];
  return chance(seed, 'twice', index) < SHARE.sentTwice ? [order, order] : [order];
}

/** What comes when the order has ended long ago: now and then the same request once more. */
export function belatedRequestsFor(seed: number, index: number): Body[] {
  const isBelated = !isInvalid(seed, index) && chance(seed, 'belated', index) < SHARE.belated;
  return isBelated ? [orderFor(seed, index)] : [];
}

function orderFor(seed: number, index: number): Body {
  const draw = (about: string): number => chance(seed, about, index);
  return {
    orderId: `d-${index + 1}`,
    sku: draw('unknown') < SHARE.unknownProduct ? 'teapot' : pick(PRODUCTS, draw('sku')).sku,
    quantity: 1 + Math.floor(draw('quantity') * (2 * AVERAGE_QUANTITY - 1)),
    card: draw('card') < SHARE.declined ? `declined-${index}` : `visa-${index}`,
  };
}

function isInvalid(seed: number, index: number): boolean {
  return chance(seed, 'invalid', index) < SHARE.invalid;
}

function spoil(order: Body, draw: number): Body {
  const { card: _card, ...withoutCard } = order;
  return pick<Body>(
    [{ ...order, quantity: 0 }, { ...order, quantity: 'two' }, { ...order, orderId: '../d' }, withoutCard],
    draw,
  );
}

function pick<T>(choices: readonly T[], draw: number): T {
  return choices[Math.floor(draw * choices.length)] as T;
}
