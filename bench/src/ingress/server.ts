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

/** As long as a receipt, and made as cheaply as can be. */
function answer(): Receipt {
  handled += 1;
  const id = `0123456789ab-${handled.toString(36)}`;
  return { id, correlationId: id };
}

@Controller('orders')
class EmptyController {
  @Post()
  @HttpCode(202)
  place(@Body() _body: unknown): Receipt {
    return answer();
  }
}

@Controller('orders')
class SilentEmptyController {
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

@Controller('orders')
class SilentDeliveringController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202)
  async place(@Body() body: unknown): Promise<void> {
    await this.mailbox.deliver(PlaceOrder.from(body));
  }
}

const CONTROLLERS: Readonly<Record<string, Type>> = {
  'receipt empty': EmptyController,
  'receipt deliver': DeliveringController,
  'nothing empty': SilentEmptyController,
  'nothing deliver': SilentDeliveringController,
};

/** The application whose one controller answers so: one that delivers has a mailbox, an empty one does without. */
function applicationOf(answerKind: string, kind: string): Type {
  class BenchModule {}
  const mailbox = { imports: [MailboxModule.forRoot()], providers: [OrderActor] };
  const controllers = [CONTROLLERS[`${answerKind} ${kind}`] as Type];
  Module({ ...(kind === 'deliver' && mailbox), controllers })(BenchModule);
  return BenchModule;
}

/** A server process: says where it listens, and at the end how many requests its controller or its actor has handled. */
const [platform, answerKind = '', kind = ''] = process.argv.slice(2);
const root = applicationOf(answerKind, kind);
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
