import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';

import type { INestApplication } from '@nestjs/common';
import { CqrsModule, EventBus } from '@nestjs/cqrs';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import type { TestingModule } from '@nestjs/testing';
import { MailboxTestKit, testContext } from 'nestjs-mailbox/testing';

import { MemoryBroker } from './memory-broker.js';
import { deadLettersOf } from './outcomes.js';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/recipes.md');

afterAll(() => snippets.remove());

describe('The recipe for a cron job', () => {
  it('tells the actor at each tick', async () => {
    const { RemindersModule, ReminderActor, SendReminders } = await snippets.load('cron/reminders.ts');
    const kit = await MailboxTestKit.create({ imports: [ScheduleModule.forRoot(), RemindersModule] });
    const reminders = kit.spy(ReminderActor);

    await kit.get(SchedulerRegistry).getCronJob('reminders').fireOnTick();
    await kit.settle();

    reminders.expectOne(SendReminders, { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    await kit.close();
  });
});

describe('The recipe for events from elsewhere', () => {
  it('publishes what an event emitter and what the bus of @nestjs/cqrs emit', async () => {
    const { EventsModule, UserRegistered, Welcomes } = await snippets.load('events/bridge.ts');
    const kit = await MailboxTestKit.create({
      imports: [EventEmitterModule.forRoot(), CqrsModule.forRoot(), EventsModule],
    });

    kit.get(EventEmitter2).emit('user.registered', new UserRegistered('u-1'));
    kit.get(EventBus).publish(new UserRegistered('u-2'));
    await kit.settle();

    expect(kit.get(Welcomes)).toEqual({ userIds: ['u-1', 'u-2'] });
    await kit.close();
  });
});

describe('The recipe for Kafka', () => {
  it('delivers a message once, however often it comes; what is refused comes again, what is invalid does not', async () => {
    const { PlaceOrderController } = await snippets.load('broker/place-order.controller.ts');
    const { OrderActor, PlacedOrders } = await snippets.load('broker/order.actor.ts');
    const broker = new MemoryBroker();
    const lines: unknown[] = [];
    const kit = await MailboxTestKit.create<INestApplication>({
      controllers: [PlaceOrderController],
      providers: [OrderActor, PlacedOrders],
      configure: (builder) => builder.setLogger({ log() {}, warn() {}, error: (line) => lines.push(line) }),
      application: (module: TestingModule) => {
        const app = module.createNestApplication();
        app.connectMicroservice({ strategy: broker.server() });
        return app;
      },
    });
    await kit.app.startAllMicroservices();
    const order = { requestId: 'r-1', orderId: 'o-1' };

    await broker.emit('orders.place-order', order);
    await broker.emit('orders.place-order', order);
    await kit.settle();
    expect(kit.get(PlacedOrders)).toEqual({ orderIds: ['o-1'] });
    expect(kit.runtime.snapshot().totals).toMatchObject({ accepted: 1, duplicate: 1 });

    await broker.emit('orders.place-order', { orderId: 'o-1' }); // invalid: it is logged, and does not come again
    expect(lines).toEqual([expect.stringContaining('requestId')]);
    await kit.runtime.drain();
    await expect(broker.emit('orders.place-order', order)).rejects.toMatchObject({ status: 'error' });
    await kit.close();
  });
});

describe('The recipe for a legacy service', () => {
  it.each([
    [20, 'CardCharged'],
    [2_000, 'CardDeclined'],
  ])('makes an outcome of what a charge of %i returns: %s', async (amount, outcome) => {
    const { ChargeCard, LegacyPaymentService, PaymentActor } = await snippets.load('legacy/payment.actor.ts');
    const context = testContext({ key: 'o-1' });
    await new PaymentActor(new LegacyPaymentService()).charge(new ChargeCard('o-1', amount), context);
    expect(context.published.map(({ constructor }) => constructor.name)).toEqual([outcome]);
  });

  it('tries again what the service throws', async () => {
    const { ChargeCard, LegacyPaymentService, PaymentActor } = await snippets.load('legacy/payment.actor.ts');
    let calls = 0;
    const flaky = {
      charge: async () => {
        calls += 1;
        if (calls < 3) throw new Error('no connection');
        return { ok: true, receipt: 'r-1' };
      },
    };
    const kit = await MailboxTestKit.create({
      providers: [PaymentActor, { provide: LegacyPaymentService, useValue: flaky }],
    });

    kit.tell(new ChargeCard('o-1', 20));
    await kit.advance(5_000);

    expect(calls).toBe(3);
    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 1, failed: 2, dead: 0 });
    await kit.close();
  });
});

describe('The recipe for a legacy caller', () => {
  it('returns what can be known at once, and the rest is read later', async () => {
    const { CheckoutActor, CheckoutList, CheckoutService, Totals } = await snippets.load(
      'legacy/checkout.service.ts',
    );
    const kit = await MailboxTestKit.create({
      providers: [CheckoutActor, CheckoutList, CheckoutService, Totals],
    });
    const service = kit.get<{ checkOut(lines: object[]): { orderId: string; total: number } }>(
      CheckoutService,
    );
    const list = kit.get<{ totalOf(orderId: string): number | undefined }>(CheckoutList);

    const { orderId, total } = service.checkOut([{ price: 3, quantity: 4 }]);
    expect(total).toBe(12);
    expect(list.totalOf(orderId)).toBeUndefined();
    await kit.settle();
    expect(list.totalOf(orderId)).toBe(12);
    await kit.close();
  });
});

describe('The recipe for tenants', () => {
  it('keeps tenants apart, and brings tenant and user to the last handler', async () => {
    const { AuditLog, ProjectsModule } = await snippets.load('tenants/tenants.ts');
    const kit = await MailboxTestKit.create<INestApplication>({
      imports: [ProjectsModule],
      application: (module: TestingModule) => module.createNestApplication(),
    });
    await kit.app.listen(0, '127.0.0.1');
    const { port } = (kit.app.getHttpServer() as Server).address() as AddressInfo;
    const rename = async (tenant: string, name: string): Promise<void> => {
      const headers = { 'content-type': 'application/json', 'x-tenant': tenant, 'x-user': 'ann' };
      const body = JSON.stringify({ projectId: 'p-1', name });
      const response = await fetch(`http://127.0.0.1:${port}/projects/rename`, {
        method: 'POST',
        headers,
        body,
      });
      expect(response.status).toBe(202);
    };

    await rename('acme', 'Roof');
    await rename('umbrella', 'Cellar');
    await rename('acme', 'Attic');
    await kit.settle();

    expect(kit.get(AuditLog)).toEqual({
      lines: ["acme: ann: '' is 'Roof'", "umbrella: ann: '' is 'Cellar'", "acme: ann: 'Roof' is 'Attic'"],
    });
    await kit.close();
  });
});

describe('The recipe for state', () => {
  it('loads and saves an account, over passivation and in the face of another writer', async () => {
    const { AccountActor, AccountStore, Deposit } = await snippets.load('state/account.actor.ts');
    const kit = await MailboxTestKit.create({ providers: [AccountActor, AccountStore] });
    const store = kit.get<{
      load(id: string): Promise<unknown>;
      save(id: string, account: object): Promise<void>;
    }>(AccountStore);
    const instances = (): number | undefined => kit.runtime.snapshot().actors['account']?.instances;

    kit.tell(new Deposit('a-1', 10));
    await kit.settle();
    expect(instances()).toBe(1);
    await kit.advance(60_000);
    expect(instances()).toBe(0);

    kit.tell(new Deposit('a-1', 5));
    await kit.settle();
    expect(await store.load('a-1')).toEqual({ balance: 15, version: 2 });

    await store.save('a-1', { balance: 115, version: 3 }); // behind the actor's back
    kit.tell(new Deposit('a-1', 1));
    await kit.advance(1_000);
    expect(await store.load('a-1')).toEqual({ balance: 116, version: 4 });
    expect(deadLettersOf(kit.runtime)).toEqual([]);
    await kit.close();
  });
});

describe('The message log', () => {
  it('has a line for what becomes of a message', async () => {
    const { MessageLog } = await snippets.load('diagnosis/message-log.ts');
    const lines: unknown[] = [];
    const kit = await MailboxTestKit.create({
      providers: [MessageLog],
      configure: (builder) => builder.setLogger({ log: (line) => lines.push(line), warn() {}, error() {} }),
      unseenDeadLetters: 'ignore',
    });

    class Nobodys {}
    kit.tell(new Nobodys());
    await kit.settle();

    expect(lines).toContain('refused mailbox://nobody Nobodys no-recipient');
    await kit.close();
  });
});

// The example of a test is one: it registers its cases here.
await snippets.load('testing/reservation.actor.spec.ts');
