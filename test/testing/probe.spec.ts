import { Actor, type ActorContext, Handle } from 'nestjs-mailbox';
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
    const expectation = (): unknown => payment.expectOne(ChargeCard, { orderId: 'o-2' });
    expect(expectation).toThrow(ExpectationError);
    expect(expectation).toThrow(instead.join('\n'));
    expect(() => payment.expectNone(RefundCard)).toThrow(/received no RefundCard, and found 1\./);
    kit.tell(new PlaceOrder('o-3', 1));
    await kit.settle();
    expect(() => payment.expectOne(ChargeCard)).toThrow(/one ChargeCard, and found 2\./);
  });

  it('answers as the actor, in the conversation of what it received last', async () => {
    const payment = kit.probe(PaymentActor);
    const orders = kit.spy(OrderActor);
    kit.tell(new PlaceOrder('o-1', 1), { correlationId: 'c-1', headers: { tenant: 'a' } });
    await kit.settle();
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

describe('A spy', () => {
  it('counts a message once, however often it is attempted or set aside', async () => {
    @Actor()
    class HesitantActor {
      @Handle(PlaceOrder, { retry: { attempts: 3, backoffMs: 10 } })
      place(_: PlaceOrder, { envelope }: ActorContext): void {
        if (envelope.attempt < 3) throw new Error('not yet');
      }

      @Handle(ChargeCard)
      charge(_: ChargeCard, context: ActorContext): void {
        context.stash();
      }

      @Handle(CardCharged)
      charged(_: CardCharged, context: ActorContext): void {
        context.unstashAll();
      }
    }
    const kit = await MailboxTestKit.create({ providers: [HesitantActor] });
    const hesitant = kit.spy(HesitantActor);
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new ChargeCard('o-1', 1));
    kit.tell(new CardCharged('o-1'));
    await kit.advance(1_000);
    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 2, failed: 2, stashed: 1 });
    expect(hesitant.received()).toEqual([
      new PlaceOrder('o-1', 1),
      new ChargeCard('o-1', 1),
      new CardCharged('o-1'),
    ]);
    await kit.close();
  });

  it('records what comes back from the dead letters, and a message that was sent twice', async () => {
    let isBroken = true;
    @Actor()
    class FragileActor {
      @Handle(PlaceOrder)
      place(): void {
        if (isBroken) throw new Error('broken');
      }
    }
    const kit = await MailboxTestKit.create({
      providers: [FragileActor],
      configure: (builder) => builder.setLogger({ log() {}, error() {}, warn() {} }),
    });
    const fragile = kit.spy('fragile');
    const order = new PlaceOrder('o-1', 1);
    kit.tell(order);
    await kit.settle();
    isBroken = false;
    kit.runtime.deadLetters.redrive({ reason: 'handler-failed' });
    kit.tell(order);
    await kit.settle();
    expect(fragile.received()).toEqual([order, order, order]);
    expect(fragile.envelopes().map(({ redriven }) => redriven)).toEqual([0, 1, 0]);
    await kit.close();
  });
});
