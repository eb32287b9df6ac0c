import 'reflect-metadata';

import { Body, Controller, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Actor, defineMessage, Handle, MailboxModule, MailboxRuntime, type Receipt } from 'nestjs-mailbox';
import { z } from 'zod';

import { Books } from './books.js';

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
    books.handled += 1;
  }

  @Handle(CheckedOrder)
  placeChecked(_message: CheckedOrder): void {
    books.handled += 1;
  }
}

/** As long as a receipt, and made as cheaply as can be. */
function answer(): Receipt {
  books.handled += 1;
  const id = `0123456789ab-${books.handled.toString(36)}`;
  return { id, correlationId: id };
}

type Place = (body: Order, mailbox: MailboxRuntime) => Receipt | Promise<Receipt | void> | void;

/** What a controller does with an order, for each thing that it may answer with. */
const PLACES: Readonly<Record<string, Readonly<Record<string, Place>>>> = {
  receipt: {
    empty: answer,
    deliver: (body, mailbox) => mailbox.deliver(new Order(body.orderId, body.sku, body.quantity)),
    checked: (body, mailbox) => mailbox.deliver(CheckedOrder.from(body)),
  },
  nothing: {
    empty() {
      books.handled += 1;
    },
    async deliver(body, mailbox) {
      await mailbox.deliver(new Order(body.orderId, body.sku, body.quantity));
    },
    async checked(body, mailbox) {
      await mailbox.deliver(CheckedOrder.from(body));
    },
  },
};

function controllerAt(path: string, place: Place): Type {
  @Controller(path)
  class OrderController {
    constructor(private readonly mailbox: MailboxRuntime) {}

    @Post()
    @HttpCode(202)
    place(@Body() body: Order): ReturnType<Place> {
      return place(body, this.mailbox);
    }
  }
  return OrderController;
}

/** A server process: says where it listens, and accounts for what it has done whenever it is asked. */
const [platform, answerKind = ''] = process.argv.slice(2);
class BenchModule {}
Module({
  imports: [MailboxModule.forRoot()],
  providers: [OrderActor],
  controllers: Object.entries(PLACES[answerKind] ?? {}).map(([path, place]) => controllerAt(path, place)),
})(BenchModule);
const adapter = platform === 'Fastify' ? new FastifyAdapter() : new ExpressAdapter();
const application = await NestFactory.create(BenchModule, adapter, { logger: ['error', 'warn'] });
await application.listen(0, '127.0.0.1');
process.on('message', () => process.send?.(books.account()));
process.send?.({ url: await application.getUrl() });
