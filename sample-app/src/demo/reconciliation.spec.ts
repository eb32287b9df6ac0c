import type { StockMovement } from '../inventory/stock-ledger.js';
import type { Outcome } from './outcome.js';
import { reconcile } from './reconciliation.js';

const move = (kind: StockMovement['kind'], quantity: number): StockMovement => ({
  kind,
  sku: 'mug',
  quantity,
  orderId: 'o-1',
});

const refund = (amountCents: number) => ({ kind: 'refund' as const, orderId: 'o-1', amountCents });

const sound: Outcome = {
  orders: [{ orderId: 'o-1', sku: 'mug', quantity: 2, amountCents: 200, ending: 'shipped' }],
  refused: 0,
  repeated: 0,
  deadLetters: 0,
  payments: [{ kind: 'charge', orderId: 'o-1', amountCents: 200 }],
  movements: [move('delivered', 3), move('reserved', 2), move('sold', 2)],
};

describe('reconcile', () => {
  it('has nothing to say about books that agree', () => {
    expect(reconcile(sound)).toEqual([]);
  });

  it.each<[string, Partial<Outcome>, string[]]>([
    [
      'an order that never ended',
      {
        orders: [{ orderId: 'o-1', sku: 'mug', quantity: 2, amountCents: 200, ending: 'open' }],
        payments: [],
      },
      ['1 orders never ended, o-1 among them', 'mug: 2 sold, but the shipped orders come to 0'],
    ],
    ['a dead letter', { deadLetters: 1 }, ['1 messages became dead letters']],
    [
      'goods without a payment',
      { payments: [] },
      [
        'the gateway holds 0.00, the shipped orders come to 2.00',
        'order o-1 (shipped) was charged 0 times: 0.00 instead of 2.00',
      ],
    ],
    [
      'a charge for an order that nobody sent',
      { payments: [...sound.payments, { kind: 'charge', orderId: 'o-9', amountCents: 100 }] },
      ['the gateway holds 3.00, the shipped orders come to 2.00'],
    ],
    [
      'a charge that was taken twice, even if both were given back',
      {
        orders: [
          { orderId: 'o-1', sku: 'mug', quantity: 2, amountCents: 200, ending: 'not-collected' as const },
        ],
        payments: [...sound.payments, ...sound.payments, refund(400)],
        movements: [move('delivered', 3), move('reserved', 2), move('released', 2)],
      },
      ['order o-1 (not-collected) was charged 2 times: 0.00 instead of 0.00'],
    ],
    [
      'an oversold product',
      { movements: [move('delivered', 1), move('reserved', 2), move('sold', 2)] },
      ['mug was oversold by 1'],
    ],
    [
      'a reservation that was forgotten',
      { movements: [...sound.movements, move('reserved', 1)] },
      ['1 of mug are still reserved', 'mug: 3 delivered, but 0 free and 2 sold'],
    ],
    [
      'goods that left twice',
      { movements: [...sound.movements, move('reserved', 1), move('sold', 1)] },
      ['mug: 3 sold, but the shipped orders come to 2'],
    ],
  ])('finds %s', (_what, fault, findings) => {
    expect(reconcile({ ...sound, ...fault })).toEqual(findings);
  });
});
