import { type INestApplication, Module } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import {
  Actor,
  ActorContext,
  defineMessage,
  Handle,
  MailboxModule,
  MailboxRuntime,
  MessageType,
} from 'nestjs-mailbox';
import { EventStreamModule, MailboxIngressModule, type MailboxIngressOptions } from 'nestjs-mailbox/ingress';
import { z } from 'zod';

export class PlaceOrder extends defineMessage(
  'orders.place',
  z.object({ orderId: z.string(), quantity: z.number().int().positive(), note: z.unknown().optional() }),
) {}

@MessageType('orders.cancel', { schema: z.object({ orderId: z.string() }) })
export class CancelOrder {
  constructor(readonly orderId: string) {}
}

/** Has a schema and an owner, but is not exposed. */
export class CloseShop extends defineMessage('shop.close', z.object({ why: z.string() })) {}

export class BreakDown extends defineMessage('machine.break', z.object({})) {}

export class OrderConfirmed {
  constructor(readonly orderId: string) {}
}

/** Is exposed, and has no key. */
export class ShopOpened {}

/** What was handled, as the handlers saw it. */
export interface Handled {
  readonly message: object;
  readonly context: ActorContext;
}

/** Holds the orders whose ids begin with `held`, until the application closes. */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId, mailbox: { capacity: 2 } })
export class OrderActor {
  static readonly handled: Handled[] = [];

  @Handle(PlaceOrder, { ingress: true })
  place(message: PlaceOrder, context: ActorContext): void | Promise<void> {
    OrderActor.handled.push({ message, context });
    if (message.orderId.startsWith('held')) {
      return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve()));
    }
  }

  @Handle(CancelOrder, { ingress: true })
  cancel(message: CancelOrder, context: ActorContext): void {
    OrderActor.handled.push({ message, context });
  }
}

@Actor({ supervision: { onFailure: 'stop' } })
export class MachineActor {
  @Handle(CloseShop)
  close(): void {}

  @Handle(BreakDown, { ingress: true })
  break(): void {
    throw new Error('on purpose');
  }
}

export interface Shop {
  readonly app: INestApplication;
  readonly runtime: MailboxRuntime;
  readonly url: string;
}

/** Opens a shop behind an adapter, on a port of its own. */
export async function openShop(
  adapter: AbstractHttpAdapter,
  options: MailboxIngressOptions = {},
  prepare: (app: INestApplication) => void = () => {},
): Promise<Shop> {
  @Module({
    imports: [
      MailboxModule.forRoot({ drainTimeoutMs: 100 }),
      MailboxIngressModule.forRoot(options),
      EventStreamModule.forRoot({
        expose: [{ event: OrderConfirmed, keyBy: (event) => event.orderId }, ShopOpened],
      }),
    ],
    providers: [OrderActor, MachineActor],
  })
  class ShopModule {}
  OrderActor.handled.length = 0;
  const app = await NestFactory.create(ShopModule, adapter, { logger: false, abortOnError: false });
  prepare(app);
  await app.listen(0, '127.0.0.1');
  return { app, runtime: app.get(MailboxRuntime), url: await app.getUrl() };
}

/** Resolves when an actor has nothing to do. */
export async function quiet({ runtime }: Shop, actor: string): Promise<void> {
  const counts = () => runtime.snapshot().actors[actor];
  while ((counts()?.queued ?? 0) + (counts()?.running ?? 0) > 0)
    await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when an actor has taken what was queued, and goes on with it or not. */
export async function taken({ runtime }: Shop, actor: string): Promise<void> {
  while ((runtime.snapshot().actors[actor]?.queued ?? 0) > 0)
    await new Promise((resolve) => setImmediate(resolve));
}
