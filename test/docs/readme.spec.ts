import { once } from 'node:events';
import type { Server } from 'node:http';

import { jest } from '@jest/globals';
import { type INestApplication, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MailboxRuntime } from 'nestjs-mailbox';

import { misprintsOf } from './curl-lines.js';
import { deadLettersOf, handled } from './outcomes.js';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

describe('The example of the README', () => {
  const snippets = new Snippets('README.md');
  let app: INestApplication;
  let runtime: MailboxRuntime;
  let url: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    const { AppModule } = (await snippets.load('app.module.ts')) as SnippetModule;
    app = await NestFactory.create(AppModule, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    runtime = app.get(MailboxRuntime);
  });

  afterAll(async () => {
    await app.close();
    snippets.remove();
  });

  it('prints what its curl lines answer', async () => {
    expect(await misprintsOf(readPage('README.md'), url)).toEqual([]);
  });

  const order = (body: unknown): Promise<Response> => {
    const headers = { 'content-type': 'application/json' };
    return fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  const read = async (path: string): Promise<unknown> => (await fetch(`${url}/${path}`)).json();

  it('accepts an order with two ids, and shows it as soon as it is confirmed', async () => {
    const listed = handled(runtime, 'OrderListActor.confirmed');
    const response = await order({ orderId: 'o-0', sku: 'book', quantity: 2 });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ id: expect.any(String), correlationId: expect.any(String) });
    await listed;
    expect(await read('orders/o-0')).toEqual({ orderId: 'o-0', status: 'confirmed', total: 24 });
  });

  it('counts an order that comes twice once', async () => {
    const listed = handled(runtime, 'OrderListActor.confirmed');
    const both = handled(runtime, 'OrderActor.place', 2);
    await order({ orderId: 'o-2', sku: 'book', quantity: 1 });
    await order({ orderId: 'o-2', sku: 'book', quantity: 3 });
    await Promise.all([listed, both]);
    expect(await read('orders/o-2')).toEqual({ orderId: 'o-2', status: 'confirmed', total: 12 });
  });

  it('rejects what is out of stock, and never sells more than there is', async () => {
    const all = handled(runtime, 'OrderListActor.rejected', 2);
    const sold = handled(runtime, 'OrderListActor.confirmed', 2);
    for (const orderId of ['p-1', 'p-2', 'p-3', 'p-4']) await order({ orderId, sku: 'pen', quantity: 4 });
    await Promise.all([all, sold]);
    const orders = await Promise.all(['p-1', 'p-2', 'p-3', 'p-4'].map((id) => read(`orders/${id}`)));
    expect(orders.filter((one) => (one as { status: string }).status === 'confirmed')).toHaveLength(2);
    expect(orders).toContainEqual({ orderId: 'p-4', status: 'rejected', reason: 'out of stock' });
  });

  it('answers a bad order with 400, and an order without an outcome with 404', async () => {
    const refused = await order({ orderId: 'o-3', sku: 'book', quantity: -1 });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: 'INVALID_MESSAGE' });
    expect((await fetch(`${url}/orders/o-3`)).status).toBe(404);
  });

  it('answers a question that needs no actor', async () => {
    expect(await read('prices/book')).toEqual({ sku: 'book', price: 12 });
  });

  it('leaves no dead letter', () => {
    expect(deadLettersOf(runtime)).toEqual([]);
  });
});

describe('main.ts of the README', () => {
  it('listens on PORT', async () => {
    const snippets = new Snippets('README.md');
    const create = NestFactory.create.bind(NestFactory) as (
      module: unknown,
      options: object,
    ) => Promise<INestApplication>;
    const created = new Promise<INestApplication>((resolve) => {
      jest.spyOn(NestFactory, 'create').mockImplementation(async (module: unknown) => {
        const app = await create(module, { logger: false });
        resolve(app);
        return app;
      });
    });
    process.env['PORT'] = '0';
    try {
      await snippets.load('main.ts');
      const app = await created;
      await once(app.getHttpServer() as Server, 'listening');
      expect((await fetch(`${await app.getUrl()}/prices/pen`)).status).toBe(200);
      await app.close();
    } finally {
      delete process.env['PORT'];
      jest.restoreAllMocks();
      snippets.remove();
    }
  });
});
