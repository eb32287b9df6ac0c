import { formatMoney } from '../money.js';
import { accountOf, groupBy, shelfOf, sum } from './books.js';
import type { EndedOrder, Outcome } from './outcome.js';

/** Holds the orders against the two books, and says in a sentence each what does not agree. None: all is well. */
export function reconcile(outcome: Outcome): string[] {
  return [...checkEndings(outcome), ...checkPayments(outcome), ...checkStock(outcome)];
}

function checkEndings({ orders, deadLetters }: Outcome): string[] {
  const open = orders.filter(({ ending }) => ending === 'open');
  return [
    ...(open.length > 0 ? [`${open.length} orders never ended, ${open[0]?.orderId} among them`] : []),
    ...(deadLetters > 0 ? [`${deadLetters} messages became dead letters`] : []),
  ];
}

function checkPayments({ orders, payments }: Outcome): string[] {
  const dueInAll = sum(orders.map(amountDue));
  const { balance: paidInAll } = accountOf(payments);
  const total =
    paidInAll === dueInAll
      ? []
      : [`the gateway holds ${formatMoney(paidInAll)}, the shipped orders come to ${formatMoney(dueInAll)}`];

  const byOrder = groupBy(payments, ({ orderId }) => orderId);
  const each = orders.flatMap((order) => {
    const entries = byOrder.get(order.orderId) ?? [];
    const charges = entries.filter(({ kind }) => kind === 'charge').length;
    const { balance } = accountOf(entries);
    const due = amountDue(order);
    if (charges <= 1 && balance === due) return [];
    const amounts = `${formatMoney(balance)} instead of ${formatMoney(due)}`;
    return [`order ${order.orderId} (${order.ending}) was charged ${charges} times: ${amounts}`];
  });
  return [...total, ...each.slice(0, 5)];
}

function checkStock({ orders, movements }: Outcome): string[] {
  const shipped = groupBy(
    orders.filter(({ ending }) => ending === 'shipped'),
    ({ sku }) => sku,
  );
  return [...groupBy(movements, ({ sku }) => sku)].flatMap(([sku, ofSku]) => {
    const { initial, free, reserved, sold, lowest } = shelfOf(ofSku);
    const sent = sum((shipped.get(sku) ?? []).map(({ quantity }) => quantity));
    return [
      ...(lowest < 0 ? [`${sku} was oversold by ${-lowest}`] : []),
      ...(reserved !== 0 ? [`${reserved} of ${sku} are still reserved`] : []),
      ...(initial !== free + sold ? [`${sku}: ${initial} delivered, but ${free} free and ${sold} sold`] : []),
      ...(sold !== sent ? [`${sku}: ${sold} sold, but the shipped orders come to ${sent}`] : []),
    ];
  });
}

/** Who got the goods pays for them, and nobody else. */
function amountDue({ ending, amountCents }: EndedOrder): number {
  return ending === 'shipped' ? amountCents : 0;
}
