import type { GatewayEntry } from '../payment/in-memory-gateway.js';
import type { StockMovement } from '../inventory/stock-ledger.js';

/** What the gateway's book says of one order, or of all. */
export interface Account {
  readonly charged: number;
  readonly refunded: number;
  readonly balance: number;
}

/** What the warehouse's book says of one sku. `lowest` is the emptiest the shelf ever was. */
export interface Shelf {
  readonly initial: number;
  readonly free: number;
  readonly reserved: number;
  readonly sold: number;
  readonly lowest: number;
}

export function accountOf(entries: readonly GatewayEntry[]): Account {
  const charged = sum(entries.filter(({ kind }) => kind === 'charge').map((entry) => entry.amountCents));
  const refunded = sum(entries.filter(({ kind }) => kind === 'refund').map((entry) => entry.amountCents));
  return { charged, refunded, balance: charged - refunded };
}

/** Adds up one sku's movements from the first line on, without a look at what the actors believe. */
export function shelfOf(movements: readonly StockMovement[]): Shelf {
  const total = { delivered: 0, reserved: 0, refused: 0, released: 0, sold: 0 };
  let lowest = Infinity;
  for (const { kind, quantity } of movements) {
    total[kind] += quantity;
    lowest = Math.min(lowest, freeOf(total));
  }
  return {
    initial: total.delivered,
    free: freeOf(total),
    reserved: total.reserved - total.released - total.sold,
    sold: total.sold,
    lowest,
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function freeOf({ delivered, reserved, released }: Record<StockMovement['kind'], number>): number {
  return delivered - reserved + released;
}
