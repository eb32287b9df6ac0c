import { expectFlow, MailboxTestKit, UndeclaredFlowError, type DeclaredEdge } from 'nestjs-mailbox/testing';
import {
  CardCharged,
  CardDeclined,
  ChargeCard,
  OrderActor,
  OrderClosed,
  OrdersModule,
  PaymentActor,
  PlaceOrder,
  RefundCard,
  ViewActor,
} from './orders.js';

const declared: readonly DeclaredEdge[] = [
  ['outside', PlaceOrder, OrderActor],
  [OrderActor, ChargeCard, PaymentActor],
  [PaymentActor, CardCharged, OrderActor],
  [OrderActor, OrderClosed, 'view'],
];

describe('expectFlow', () => {
  let kit: MailboxTestKit;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
  });

  afterEach(() => kit.close());

  it('is content with traffic that was declared, from the kit on', () => {
    expect(expectFlow(kit.runtime.flow(), declared)).toEqual([]);
  });

  it('answers with what was declared and never seen', () => {
    const declined: DeclaredEdge = [PaymentActor, CardDeclined, OrderActor];
    expect(expectFlow(kit.runtime.flow(), [...declared, declined])).toEqual([declined]);
  });

  it('fails on an edge that was never declared, naming both sides and the remedy', async () => {
    kit.tell(new RefundCard('o-1'));
    kit.tell(new RefundCard('o-2'));
    await kit.settle();
    const failure = (): unknown => expectFlow(kit.runtime.flow(), declared);
    expect(failure).toThrow(UndeclaredFlowError);
    expect(failure).toThrow(
      [
        'messages go a way that was never declared; declare it if that is meant, else change who sends it',
        "  - outside tells payment RefundCard, 2 times: ['outside', 'RefundCard', 'payment']",
      ].join('\n'),
    );
  });

  it('tells apart the same message of another sender, and to another receiver', () => {
    const wrong = [
      ['outside', PlaceOrder, OrderActor],
      [ViewActor, ChargeCard, PaymentActor],
      [PaymentActor, CardCharged, ViewActor],
      [OrderActor, OrderClosed, 'view'],
    ] as const;
    const [first, second] = edgesOf(() => expectFlow(kit.runtime.flow(), wrong));
    expect(first).toMatchObject({ from: 'order', message: 'ChargeCard', to: 'payment' });
    expect(second).toMatchObject({ from: 'payment', message: 'CardCharged', to: 'order' });
  });
});

function edgesOf(call: () => unknown): UndeclaredFlowError['edges'] {
  try {
    call();
  } catch (error) {
    return (error as UndeclaredFlowError).edges;
  }
  return [];
}
