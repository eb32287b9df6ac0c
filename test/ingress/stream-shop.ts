import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { Actor, ActorContext, Handle, MailboxModule, MailboxRuntime, MessageType } from 'nestjs-mailbox';
import { EventStreamModule, type EventStreamOptions } from 'nestjs-mailbox/ingress';
import { type KitOptions, MailboxTestKit } from 'nestjs-mailbox/testing';
import { EventStream } from '../../lib/ingress/event-stream/event-stream.js';
import { MAILBOX_LOGGER } from '../../lib/nest/index.js';
import { RecordedLogger } from '../nest/recorded-logger.js';

export class OrderConfirmed {
  constructor(
    readonly orderId: string,
    readonly note?: unknown,
  ) {}
}

@MessageType('orders.failed')
export class OrderFailed {
  constructor(
    readonly orderId: string,
    readonly reason: string,
  ) {}
}

export class ShopClosed {}

export class Secret {}

export class ConfirmOrder {
  constructor(readonly orderId: string) {}
}

@Actor()
export class OrderActor {
  @Handle(ConfirmOrder)
  confirm({ orderId }: ConfirmOrder, context: ActorContext): void {
    context.publish(new OrderConfirmed(orderId));
    context.publish(new Secret());
  }
}

/** An open application; its kit has its time in hand. */
export interface StreamShop {
  readonly kit: MailboxTestKit<INestApplication>;
  readonly app: INestApplication;
  readonly runtime: MailboxRuntime;
  readonly stream: EventStream;
  readonly logger: RecordedLogger;
  readonly url: string;
}

/** Opens an application that tells two events with keys, and one without. Its time stands still until the test moves it. */
export async function openStreamShop(
  adapter: AbstractHttpAdapter,
  options: Partial<EventStreamOptions> = {},
  prepare: (app: INestApplication) => void = () => {},
  more: Pick<KitOptions, 'providers' | 'imports' | 'controllers'> = {},
): Promise<StreamShop> {
  const logger = new RecordedLogger();
  const keyBy = (event: object): string => (event as OrderConfirmed).orderId;
  const expose = [{ event: OrderConfirmed, keyBy }, { event: OrderFailed, keyBy }, ShopClosed];
  const kit = await MailboxTestKit.create({
    imports: [
      MailboxModule.forRoot(),
      EventStreamModule.forRoot({ expose, ...options }),
      ...(more.imports ?? []),
    ],
    controllers: more.controllers ?? [],
    providers: [OrderActor, ...(more.providers ?? [])],
    configure: (builder) => builder.overrideProvider(MAILBOX_LOGGER).useValue(logger),
    application: (module) => {
      const app = module.createNestApplication(adapter, { logger: false });
      prepare(app);
      return app;
    },
  });
  const { app, runtime } = kit;
  await app.listen(0, '127.0.0.1');
  const stream = app.get(EventStream, { strict: false });
  return { kit, app, runtime, stream, logger, url: await app.getUrl() };
}
