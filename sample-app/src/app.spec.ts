import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import { AppModule } from './app.module.js';
import { tryIt } from './try-it.js';

const order = { orderId: 'o-1', sku: 'beans', quantity: 2, card: 'visa-4242' };

describe('The shop', () => {
  it('starts without a finding, and without a warning', async () => {
    const warnings: unknown[] = [];
    const logger = { log() {}, error() {}, warn: (line: unknown) => warnings.push(line) };
    const app = await NestFactory.create(AppModule, { logger });
    await app.init();
    await app.close();
    expect(warnings).toEqual([]);
  });
});

describe('The shop over HTTP', () => {
  let kit: MailboxTestKit<INestApplication>;
  let url: string;

  beforeEach(async () => {
    kit = await MailboxTestKit.create({
      imports: [AppModule],
      application: (module) => module.createNestApplication({ logger: false }),
    });
    await kit.app.listen(0);
    url = `http://localhost:${(kit.app.getHttpServer().address() as { port: number }).port}`;
  });

  afterEach(() => kit.close());

  const get = (path: string) => fetch(url + path);
  const json = async (path: string): Promise<unknown> => (await get(path)).json();

  function post(body: unknown, target = `${url}/orders`) {
    return fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  it('accepts an order with a receipt, and ships it', async () => {
    const response = await post(order);
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ id: expect.any(String), correlationId: expect.any(String) });
    await kit.settle();
    const shipped = { orderId: 'o-1', sku: 'beans', quantity: 2, amountCents: 3_780, status: 'shipped' };
    expect(await json('/orders/o-1')).toMatchObject(shipped);
    expect(await json('/orders')).toMatchObject([shipped]);
    expect(await json('/stock/beans')).toEqual({ sku: 'beans', free: 198, reserved: 0, sold: 2 });
  });

  it('takes the same order as a CloudEvent, by the ingress', async () => {
    const response = await fetch(`${url}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({
        specversion: '1.0',
        id: 'e-1',
        source: '/partner',
        type: 'orders.place-order',
        data: order,
      }),
    });
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({
      accepted: [{ id: 'e-1', type: 'orders.place-order', correlationId: 'e-1' }],
    });
    await kit.settle();
    expect(await json('/orders/o-1')).toMatchObject({ status: 'shipped' });
  });

  it('rejects an order whose card is declined, and gives the stock back', async () => {
    await post({ ...order, card: 'declined-1' });
    await kit.settle();
    await kit.advance(1_000); // the gateway is flaky
    expect(await json('/orders/o-1')).toMatchObject({ status: 'rejected', reason: 'card-declined' });
    expect(await json('/stock/beans')).toEqual({ sku: 'beans', free: 200, reserved: 0, sold: 0 });
  });

  it('rejects an order for more than there is', async () => {
    await post({ ...order, sku: 'grinder', quantity: 4 });
    await kit.settle();
    expect(await json('/orders/o-1')).toMatchObject({ status: 'rejected', reason: 'out-of-stock' });
  });

  it('answers a bad body with 400 and every issue, and loses nothing', async () => {
    const response = await post({ orderId: 'a b', sku: 'beans', quantity: 0 });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      statusCode: 400,
      code: 'INVALID_MESSAGE',
      issues: [{ path: ['orderId'] }, { path: ['quantity'] }, { path: ['card'] }],
    });
    await kit.settle();
    expect(await json('/orders')).toEqual([]);
    expect(kit.deadLetters()).toEqual([]);
  });

  it.each(['', '{', '[]', '"o-1"', 'null'])('answers the body %p with 400', async (body) => {
    expect((await post(body)).status).toBe(400);
    expect(kit.deadLetters()).toEqual([]);
  });

  it('answers 404 for what it does not know', async () => {
    const response = await get('/orders/o-9');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: 'there is no order o-9' });
    expect((await get('/stock/teapot')).status).toBe(404);
  });

  it('is healthy until it drains', async () => {
    expect(await json('/health')).toEqual({
      status: 'ok',
      mailbox: { state: 'running', queued: 0, running: 0, deadLetters: 0 },
    });
    await kit.runtime.drain();
    const response = await get('/health');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 'unavailable' });
    expect((await post(order)).status).toBe(503);
  });

  it('does what the printed lines promise', async () => {
    const lines = tryIt(url)
      .split('\n')
      .filter((line) => line.startsWith('  curl'));
    const answers: string[] = [];
    for (const line of lines) {
      const [, target = ''] = /(http:[^ ;]+)/.exec(line) ?? [];
      const [, body] = / -d '(.*)'; echo$/.exec(line) ?? [];
      const response = body === undefined ? await fetch(target) : await post(body, target);
      const answer = (await response.json()) as { status?: string; reason?: string };
      answers.push([response.status, answer.status, answer.reason].filter(Boolean).join(' '));
      await kit.settle();
    }
    expect(answers).toEqual([
      '202',
      '200 shipped',
      '202',
      '200 rejected card-declined',
      '200',
      '202',
      '200 rejected out-of-stock',
      '202',
      '200 placed',
      '202',
      '200 confirmed',
      '202',
      '200',
      '400',
      '200',
      '200',
      '200 ok',
    ]);
    await kit.advance(1_000);
    expect(await json('/orders/o-8')).toMatchObject({ status: 'shipped' });
    expect(await json('/orders/o-4')).toMatchObject({ status: 'confirmed' });
    await kit.advance(9_000);
    expect(await json('/orders/o-4')).toMatchObject({ status: 'cancelled', reason: 'not-collected' });
  });
});
