import { ExpectationError, MailboxTestKit } from 'nestjs-mailbox/testing';
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

describe('A probe', () => {
  let kit: MailboxTestKit;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule], probes: [PaymentActor] });
  });

  afterEach(() => kit.close());

  it('lists what was received instead', async () => {
    const payment = kit.probe(PaymentActor);
    expect(() => payment.expectOne(ChargeCard)).toThrow(
      'expected the actor payment to have received one ChargeCard, and found 0; it has received nothing',
    );
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new RefundCard('o-9'));
    await kit.settle();
    const instead = [
      "expected the actor payment to have received one ChargeCard with { orderId: 'o-2' }, and found 0. It has received:",
      "  - RefundCard { orderId: 'o-9' } at mailbox://payment, from outside",
      "  - ChargeCard { orderId: 'o-1', cents: 100 } at mailbox://payment, from mailbox://order/o-1",
    ];
    expect(() => payment.expectOne(ChargeCard, { orderId: 'o-2' })).toThrow(
      new ExpectationError(instead.join('\n')),
    );
    expect(() => payment.expectNone(RefundCard)).toThrow(/received no RefundCard, and found 1\./);
    kit.tell(new PlaceOrder('o-3', 1));
    await kit.settle();
    expect(() => payment.expectOne(ChargeCard)).toThrow(/one ChargeCard, and found 2\./);
  });

  it('answers as the actor, in the conversation of what it received last', async () => {
    const payment = kit.probe(PaymentActor);
    const orders = kit.spy(OrderActor);
    kit.tell(new PlaceOrder('o-1', 1), { correlationId: 'c-1', headers: { tenant: 'a' } });
    kit.tell(new PlaceOrder('o-2', 1), { correlationId: 'c-2' });
    await kit.settle();
    payment.tell(new CardCharged('o-2'));
    payment.tell(new CardDeclined('o-1'), payment.expectOne(ChargeCard, { orderId: 'o-1' }));
    await kit.settle();
    const [first, second] = payment.envelopes(ChargeCard);
    expect(orders.envelopes(CardCharged)).toMatchObject([
      { from: 'mailbox://payment', correlationId: 'c-2', causationId: second?.id },
    ]);
    expect(orders.envelopes(CardDeclined)).toMatchObject([
      { from: 'mailbox://payment', correlationId: 'c-1', causationId: first?.id, headers: { tenant: 'a' } },
    ]);
  });

  it('begins a conversation when it has received nothing', async () => {
    const payment = kit.probe(PaymentActor);
    const orders = kit.spy(OrderActor);
    const views = kit.spy(ViewActor);
    payment.tell(new CardCharged('o-1'));
    payment.publish(new OrderClosed('o-2', 'lost'));
    await kit.settle();
    const [charged] = orders.envelopes();
    expect(charged).toMatchObject({ from: 'mailbox://payment', correlationId: charged?.id });
    expect(views.envelopes(OrderClosed)[0]).toMatchObject({ from: 'mailbox://payment' });
  });

  it('speaks as the instance that received the message', async () => {
    const orders = kit.probe(OrderActor);
    const payment = kit.probe(PaymentActor);
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    orders.tell(new ChargeCard('o-1', 1));
    await kit.settle();
    expect(payment.envelopes()).toMatchObject([{ from: 'mailbox://order/o-1' }]);
  });

  it('answers nothing that it has not received', () => {
    const payment = kit.probe(PaymentActor);
    expect(() => payment.tell(new CardCharged('o-1'), new ChargeCard('o-1', 1))).toThrow(ExpectationError);
  });

  it('records nothing more once it has been stopped', async () => {
    const orders = kit.spy(OrderActor);
    orders.stop();
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    orders.expectNone(PlaceOrder);
  });
});
