import { Injectable, Module } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import {
  Actor,
  Handle,
  MailboxBootError,
  MailboxModule,
  NoRecipientError,
  UnknownActorError,
} from 'nestjs-mailbox';
import { MailboxTestKit, ManualClock } from 'nestjs-mailbox/testing';
import {
  CardCharged,
  CardDeclined,
  ChargeCard,
  Journal,
  linesOf,
  OrderActor,
  OrderClosed,
  OrdersModule,
  PaymentActor,
  PlaceOrder,
  PriceList,
  RefundCard,
} from './orders.js';

describe('MailboxTestKit', () => {
  let kit: MailboxTestKit;

  const lines = () => linesOf(kit.get(Journal));

  afterEach(async () => {
    await kit?.close();
  });

  it('runs an application and tells when it rests', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 2));
    await kit.settle();
    expect(lines()).toEqual(['charged o-1', 'o-1 confirmed']);
  });

  it('delivers, publishes, and tells by ref', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    const receipt = await kit.deliver(new PlaceOrder('o-1', 1), { correlationId: 'c-1' });
    expect(receipt).toEqual({ id: 'test-1', correlationId: 'c-1' });
    kit.publish(new OrderClosed('o-2', 'lost'));
    kit.ref(PaymentActor).tell(new RefundCard('o-3'));
    await kit.settle();
    expect(lines().sort()).toEqual(['charged o-1', 'o-1 confirmed', 'o-2 lost', 'refunded o-3']);
    await expect(kit.deliver(new (class Unknown {})())).rejects.toThrow(NoRecipientError);
  });

  it('puts a probe in the place of a singleton', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    const payment = kit.probe(PaymentActor);
    kit.tell(new PlaceOrder('o-1', 2));
    await kit.settle();
    expect(payment.expectOne(ChargeCard, { orderId: 'o-1' })).toEqual(new ChargeCard('o-1', 200));
    payment.expectNone(RefundCard);
    expect(lines()).toEqual([]);

    payment.tell(new CardDeclined('o-1'));
    await kit.settle();
    expect(lines()).toEqual(['o-1 cancelled']);
  });

  it('puts a probe in the place of a keyed actor, and finds it by name', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    const orders = kit.probe('order');
    kit.tell(new PlaceOrder('o-1', 1));
    kit.tell(new PlaceOrder('o-2', 1));
    await kit.settle();
    expect(orders.received(PlaceOrder).map(({ orderId }) => orderId)).toEqual(['o-1', 'o-2']);
    expect(kit.probe(OrderActor)).toBe(orders);
    expect(lines()).toEqual([]);
  });

  it('replaces an actor before it is ever made', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule], probes: [PaymentActor] });
    const payment = kit.probe(PaymentActor);
    await kit.advance(60_000);
    expect(kit.get(Journal).lines).toEqual([]);
    expect(payment.received()).toEqual([]);
  });

  it('replaces an actor in the middle of its life', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    kit.probe(OrderActor);
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    expect(lines()).toEqual(['charged o-1', 'o-1 confirmed']);
  });

  it('refuses to probe what is not there, before and after', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    expect(() => kit.probe('paymnt')).toThrow(UnknownActorError);
    expect(() => kit.spy(Journal)).toThrow(UnknownActorError);
    await expect(MailboxTestKit.create({ imports: [OrdersModule], probes: ['paymnt'] })).rejects.toThrow(
      /no actor paymnt/,
    );
  });

  it('lets a spy look on', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule] });
    const orders = kit.spy(OrderActor);
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    orders.expectOne(PlaceOrder, { quantity: 1 });
    expect(orders.envelopes(CardCharged)).toMatchObject([{ from: 'mailbox://payment', key: 'o-1' }]);
    expect(lines()).toEqual(['charged o-1', 'o-1 confirmed']);
  });

  it('moves the clock, and settles in between', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule], probes: [PaymentActor] });
    kit.tell(new PlaceOrder('o-1', 1));
    await kit.settle();
    kit.tell(new PlaceOrder('o-2', 1));
    await kit.advance(59_999);
    expect(lines()).toEqual([]);
    await kit.advance(1);
    expect(lines()).toEqual(['o-1 abandoned', 'o-2 abandoned']);
  });

  it('takes a clock that the rest of the test uses too', async () => {
    const clock = new ManualClock(1_000);
    kit = await MailboxTestKit.create({ imports: [OrdersModule], clock });
    await kit.advance(500);
    expect(clock.now()).toBe(1_500);
  });

  it('does not move the time of the machine', async () => {
    kit = await MailboxTestKit.create({ imports: [OrdersModule], clock: 'system' });
    await expect(kit.advance(1)).rejects.toThrow(/clock must be 'manual'/);
  });

  it('keeps the forRoot that an imported module has called, and can replace its options', async () => {
    @Module({ imports: [MailboxModule.forRoot({ mailbox: { capacity: 7 } }), OrdersModule] })
    class AppModule {}

    kit = await MailboxTestKit.create({ imports: [AppModule] });
    expect(kit.runtime.snapshot().actors['payment']?.capacity).toBe(7);
    await kit.close();
    kit = await MailboxTestKit.create({
      imports: [AppModule],
      options: { mailbox: { capacity: 3 }, httpErrors: false },
    });
    expect(kit.runtime.snapshot().actors['payment']?.capacity).toBe(3);
  });

  it('passes overrides through', async () => {
    kit = await MailboxTestKit.create({
      imports: [OrdersModule],
      configure: (builder) => builder.overrideProvider(PriceList).useValue({ cents: 5 }),
    });
    const payment = kit.probe(PaymentActor);
    kit.tell(new PlaceOrder('o-1', 2));
    await kit.settle();
    payment.expectOne(ChargeCard, { cents: 10 });
  });

  it('rejects with what keeps an application from starting, and closes what there is', async () => {
    const closed: string[] = [];
    @Injectable()
    class Connection {
      onModuleDestroy(): void {
        closed.push('connection');
      }
    }
    @Actor()
    class RivalActor {
      @Handle(ChargeCard)
      charge(): void {}
    }
    const providers = [RivalActor, Connection];
    await expect(MailboxTestKit.create({ imports: [OrdersModule], providers })).rejects.toThrow(
      MailboxBootError,
    );
    expect(closed).toEqual(['connection']);
  });

  it('serves HTTP', async () => {
    const http = await MailboxTestKit.create({
      imports: [OrdersModule],
      application: (module) => module.createNestApplication(),
    });
    await http.app.listen(0, '127.0.0.1');
    const { port } = http.app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/orders/o-1`, { method: 'POST' });
    expect(answer.status).toBe(202);
    await http.settle();
    expect(linesOf(http.get(Journal))).toEqual(['charged o-1', 'o-1 confirmed']);
    await http.close();
  });
});
