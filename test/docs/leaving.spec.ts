import type { INestApplication } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { MailboxTestKit } from 'nestjs-mailbox/testing';

import { MemoryBroker } from './memory-broker.js';
import { Snippets } from './snippets.js';

describe('The steps of docs/leaving.md', () => {
  const snippets = new Snippets('docs/leaving.md');
  const silent = { log() {}, warn() {}, error() {} };
  const confirmed = { orderId: 'o-1', total: 24 };

  afterAll(() => snippets.remove());

  const consuming = (broker: MemoryBroker) => (module: TestingModule) => {
    const app = module.createNestApplication();
    app.connectMicroservice({ strategy: broker.server() });
    return app;
  };

  it('start from an actor that owns the message', async () => {
    const { OrderConfirmed } = await snippets.load('messages.ts');
    const { Invoices } = await snippets.load('invoices.ts');
    const { InvoiceActor } = await snippets.load('before/invoice.actor.ts');
    const kit = await MailboxTestKit.create({ providers: [InvoiceActor, Invoices] });

    kit.tell(new OrderConfirmed(confirmed));
    kit.tell(new OrderConfirmed(confirmed));
    await kit.settle();

    expect(kit.get(Invoices)).toHaveProperty('size', 1);
    await kit.close();
  });

  it('let the broker deliver to that actor, and hear what is refused', async () => {
    const { Invoices } = await snippets.load('invoices.ts');
    const { InvoiceActor } = await snippets.load('before/invoice.actor.ts');
    const { OrderConfirmedController } = await snippets.load('step-1/order-confirmed.controller.ts');
    const broker = new MemoryBroker();
    const kit = await MailboxTestKit.create<INestApplication>({
      controllers: [OrderConfirmedController],
      providers: [InvoiceActor, Invoices],
      application: consuming(broker),
      configure: (builder) => builder.setLogger(silent),
    });
    await kit.app.startAllMicroservices();

    await broker.emit('orders.confirmed', confirmed);
    await kit.settle();
    expect(kit.get(Invoices)).toHaveProperty('size', 1);

    await expect(broker.emit('orders.confirmed', { orderId: 1 })).rejects.toMatchObject({ status: 'error' });
    await kit.close();
    await expect(broker.emit('orders.confirmed', confirmed)).rejects.toMatchObject({ status: 'error' });
  });

  it('let a relay emit what is published, and the work be done where the broker brings it', async () => {
    const { OrderConfirmed } = await snippets.load('messages.ts');
    const { Invoices } = await snippets.load('invoices.ts');
    const { OrderConfirmedRelay } = await snippets.load('step-2/order-confirmed.relay.ts');
    const { InvoiceController } = await snippets.load('after/invoice.controller.ts');
    const broker = new MemoryBroker();
    // The one that is left without a mailbox.
    const module = await Test.createTestingModule({
      controllers: [InvoiceController],
      providers: [Invoices],
    }).compile();
    const consumer = consuming(broker)(module);
    await consumer.startAllMicroservices();
    const kit = await MailboxTestKit.create({
      providers: [OrderConfirmedRelay, { provide: 'BROKER', useValue: broker.client() }],
    });

    broker.failures = 2;
    kit.publish(new OrderConfirmed(confirmed));
    await kit.settle();
    expect(consumer.get(Invoices)).toHaveProperty('size', 0);
    await kit.advance(1_000); // the relay tries again
    expect(consumer.get(Invoices)).toHaveProperty('size', 1);

    await kit.close();
    await consumer.close();
  });
});
