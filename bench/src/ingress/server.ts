import 'reflect-metadata';

import { Body, Controller, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Actor, defineMessage, Handle, MailboxModule, MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { z } from 'zod';

class PlaceOrder extends defineMessage(
  'bench.place-order',
  z.object({ orderId: z.string(), sku: z.string(), quantity: z.number().int().positive() }),
) {}

let handled = 0;

@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
class OrderActor {
  @Handle(PlaceOrder)
  place(_message: PlaceOrder): void {
    handled += 1;
  }
}

@Controller('orders')
class EmptyController {
  @Post()
  @HttpCode(202)
  place(@Body() _body: unknown): void {
    handled += 1;
  }
}

@Controller('orders')
class DeliveringController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202)
  place(@Body() body: unknown): Promise<Receipt> {
    return this.mailbox.deliver(PlaceOrder.from(body));
  }
}

@Module({ controllers: [EmptyController] })
class EmptyModule {}

@Module({ imports: [MailboxModule.forRoot()], controllers: [DeliveringController], providers: [OrderActor] })
class DeliveringModule {}

/** A server process: says where it listens, and at the end how many requests its controller or its actor has handled. */
const [platform, kind] = process.argv.slice(2);
const root: Type = kind === 'deliver' ? DeliveringModule : EmptyModule;
const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
const application = await NestFactory.create(root, adapter, { logger: ['error', 'warn'] });
await application.listen(0, '127.0.0.1');
process.send?.({ url: await application.getUrl() });
process.once('message', () => {
  void application.close().then(() => {
    process.send?.({ handled });
    process.disconnect();
  });
});
