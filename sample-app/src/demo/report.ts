import { formatMoney } from '../money.js';
import { accountOf, groupBy, shelfOf, sum } from './books.js';
import type { EndedOrder, Ending, Outcome } from './outcome.js';
import { table } from './table.js';

const TITLES: Record<Ending, string> = {
  shipped: 'confirmed and shipped',
  'out-of-stock': 'rejected: out of stock',
  'card-declined': 'rejected: card declined',
  'payment-unavailable': 'rejected: gateway silent, refunded',
  'unknown-product': 'rejected: unknown product',
  'not-collected': 'cancelled: carrier did not come, refunded',
  open: 'NOT ENDED',
};

/** The tables that the demo prints: how the orders ended, and what the two books say. */
export function describe({ orders, refused, repeated, payments, movements }: Outcome): string {
  const { charged, refunded, balance } = accountOf(payments);
  return [
    table(['how the orders ended', 'orders', 'units', 'amount'], endings(orders)),
    `refused at the door as invalid: ${refused}; sent twice, done once: ${repeated}`,
    table(
      ["the gateway's own book", 'amount'],
      [
        ['charged', formatMoney(charged)],
        ['refunded', formatMoney(refunded)],
        ['balance', formatMoney(balance)],
      ],
    ),
    table(
      ["the warehouse's own book", 'initial', 'free', 'sold', 'lowest'],
      [...groupBy(movements, ({ sku }) => sku)].map(([sku, ofSku]) => {
        const { initial, free, sold, lowest } = shelfOf(ofSku);
        return [sku, ...[initial, free, sold, lowest].map(String)];
      }),
    ),
  ].join('\n\n');
}

function endings(orders: readonly EndedOrder[]): string[][] {
  const row = (title: string, some: readonly EndedOrder[]): string[] => [
    title,
    String(some.length),
    String(sum(some.map(({ quantity }) => quantity))),
    formatMoney(sum(some.map(({ amountCents }) => amountCents))),
  ];
  const byEnding = groupBy(orders, ({ ending }) => ending);
  const rows = (Object.keys(TITLES) as Ending[])
    .filter((ending) => ending !== 'open' || byEnding.has(ending))
    .map((ending) => row(TITLES[ending], byEnding.get(ending) ?? []));
  return [...rows, row('in all', orders)];
}
