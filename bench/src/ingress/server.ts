import 'reflect-metadata';

import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Actor, defineMessage, Handle, MailboxModule, MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { z } from 'zod';

import { Books, type Kind } from './books.js';

const books = new Books();

class Order {
  constructor(
    readonly orderId: string,
    readonly sku: string,
    readonly quantity: number,
  ) {}
}

class CheckedOrder extends defineMessage(
  'bench.checked-order',
  z.object({ orderId: z.string(), sku: z.string(), quantity: z.number().int().positive() }),
) {}

@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
class OrderActor {
  @Handle(Order)
  place(_message: Order): void {
    books.handled.deliver += 1;
  }

  @Handle(CheckedOrder)
  placeChecked(_message: CheckedOrder): void {
    books.handled.checked += 1;
  }
}

/** As long as a receipt, and made as cheaply as can be. */
function answer(): Receipt {
  books.handled.empty += 1;
  const id = `0123456789ab-${books.handled.empty.toString(36)}`;
  return { id, correlationId: id };
}

type Place = (body: Order, mailbox: MailboxRuntime) => Receipt | Promise<Receipt | void> | void;
type Places = Readonly<Record<Kind, Place>>;

/** What is done with an order by a controller that answers with a receipt. */
const WITH_RECEIPT: Places = {
  empty: answer,
  deliver: (body, mailbox) => mailbox.deliver(new Order(body.orderId, body.sku, body.quantity)),
  checked: (body, mailbox) => mailbox.deliver(CheckedOrder.from(body)),
};

/** The same by one that answers nothing. */
const WITH_NOTHING: Places = {
  empty() {
    books.handled.empty += 1;
  },
  async deliver(body, mailbox) {
    await mailbox.deliver(new Order(body.orderId, body.sku, body.quantity));
  },
  async checked(body, mailbox) {
    await mailbox.deliver(CheckedOrder.from(body));
  },
};

/** A server process: says where it listens, accounts for what it has done whenever it is asked, and is told what to be from then on. */
const [platform, answers] = process.argv.slice(2);
const places = answers === 'receipt' ? WITH_RECEIPT : WITH_NOTHING;
let place = places.empty;

/** One for all kinds: of three, Express would find the last one later than the first. */
@Controller('orders')
class OrderController {
  constructor(private readonly mailbox: MailboxRuntime) {}

  @Post()
  @HttpCode(202)
  place(@Body() body: Order): ReturnType<Place> {
    return place(body, this.mailbox);
  }
}

class BenchModule {}
Module({
  imports: [MailboxModule.forRoot()],
  providers: [OrderActor],
  controllers: [OrderController],
})(BenchModule);
const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
const application = await NestFactory.create(BenchModule, adapter, { logger: ['error', 'warn'] });
await application.listen(0, '127.0.0.1');
process.on('message', (kind: Kind) => {
  place = places[kind];
  process.send?.(books.account());
});
process.send?.({ url: await application.getUrl() });
