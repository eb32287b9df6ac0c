import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Server } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { RawConnection } from './raw-requests.js';
import { SharedGate } from './shared-gate.js';
import { openStreamShop, ShopClosed, type StreamShop } from './stream-shop.js';

@Controller('ready')
class ReadyController {
  @Get()
  ready(): string {
    return 'ready';
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('EventStreamModule on %s, on a connection with several requests', (_, adapter) => {
  let shop: StreamShop | undefined;

  afterEach(async () => {
    await shop?.kit.close();
    shop = undefined;
  });

  async function open(...args: Parameters<typeof openStreamShop> extends [unknown, ...infer R] ? R : never) {
    shop = await openStreamShop(adapter(), ...args);
    return shop;
  }

  /** Resolves when the server has lost every connection. */
  async function alone({ app }: StreamShop): Promise<void> {
    const server = app.getHttpServer() as Server;
    const count = () => new Promise<number>((resolve) => server.getConnections((_error, n) => resolve(n)));
    while ((await count()) > 0) await nextTurn();
    await nextTurn();
  }

  const STREAM = 'GET /events';

  it.each([
    ['two streams', [STREAM, STREAM]],
    ['five streams', [STREAM, STREAM, STREAM, STREAM, STREAM]],
    ['a HEAD and a stream', ['HEAD /events', STREAM]],
    ['a HEAD and two streams', ['HEAD /events', STREAM, STREAM]],
    ['a stream behind another route', ['GET /ready', STREAM, STREAM]],
  ])('keeps no place for %s once the client is gone', async (_name, lines) => {
    const one = await open({ clients: 5 }, () => {}, { controllers: [ReadyController] });
    for (let n = 0; n < 5; n += 1) {
      const connection = await RawConnection.open(one.url);
      connection.send(...lines);
      await connection.receive(/HTTP\/1.1 200/);
      connection.destroy();
    }
    await alone(one);
    expect(one.stream.size).toBe(0);
    const connection = await RawConnection.open(one.url);
    connection.send(STREAM);
    expect(await connection.receive(/retry/)).toContain('200 OK');
    await one.app.close();
  });

  it('closes while such a client is there', async () => {
    const { url, app, stream } = await open();
    const connection = await RawConnection.open(url);
    connection.send(STREAM, STREAM, 'HEAD /events', STREAM);
    await connection.receive(/id: /);
    expect(stream.size).toBe(1);
    await app.close();
    expect(stream.size).toBe(0);
    expect((await connection.receive(/$^/)).match(/HTTP\/1.1/g)).toHaveLength(1);
  });

  it('keeps no place for clients that go while a guard waits', async () => {
    const gate = new SharedGate();
    const one = await open({ guards: [gate] });
    const connection = await RawConnection.open(one.url);
    connection.send(STREAM, STREAM);
    while (gate.waiting < 2) await nextTurn();
    connection.destroy();
    await alone(one);
    gate.open();
    await nextTurn();
    await nextTurn();
    expect(one.stream.size).toBe(0);
    await one.app.close();
  });

  it('refuses a stream that would have to wait for another answer', async () => {
    const { url, stream } = await open({}, () => {}, { controllers: [ReadyController] });
    const connection = await RawConnection.open(url);
    connection.send('GET /ready', STREAM);
    const text = await connection.receive(/pipelined/);
    expect(text).toMatch(/^HTTP\/1.1 200 OK[^]*\r\n\r\nready[^]*HTTP\/1.1 400 Bad Request[^]*:pipelined/);
    expect(stream.size).toBe(0);
    connection.destroy();
  });

  it('opens a stream behind a request that has its answer', async () => {
    const { url, kit } = await open({}, () => {}, { controllers: [ReadyController] });
    const connection = await RawConnection.open(url);
    connection.send('GET /ready');
    await connection.receive(/ready/);
    connection.send(STREAM);
    await connection.receive(/id: /);
    kit.publish(new ShopClosed());
    expect(await connection.receive(/event: ShopClosed/)).toContain('event: ShopClosed');
    connection.destroy();
  });
});
