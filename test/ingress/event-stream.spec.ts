import { request, type IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CanActivate, type ExecutionContext, Injectable, VersioningType } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { listen, type Listener } from './listener.js';
import {
  ConfirmOrder,
  openStreamShop,
  OrderConfirmed,
  OrderFailed,
  Secret,
  ShopClosed,
  type StreamShop,
} from './stream-shop.js';

/** Lets those pass who ask for their own order, and nothing else. */
@Injectable()
class OwnOrder implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    return context.switchToHttp().getRequest<{ query: { key?: unknown } }>().query.key === 'mine';
  }
}

/** A request whose answer nobody reads. */
function stare(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    request({ hostname, port, path: pathname, agent: false }, resolve).on('error', reject).end();
  });
}

function connectionsOf({ app }: StreamShop): Promise<number> {
  const server = app.getHttpServer() as Server;
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('EventStreamModule on %s', (_, adapter) => {
  let shop: StreamShop | undefined;
  const listeners: Listener[] = [];

  afterEach(async () => {
    await shop?.kit.close();
    shop = undefined;
    for (const listener of listeners.splice(0)) listener.close(); // after the server: `fetch` opens a connection anew when it is aborted
  });

  async function open(...args: Parameters<typeof openStreamShop> extends [unknown, ...infer R] ? R : never) {
    shop = await openStreamShop(adapter(), ...args);
    return shop;
  }

  async function hear(...args: Parameters<typeof listen>): Promise<Listener> {
    const listener = await listen(...args);
    listeners.push(listener);
    return listener;
  }

  it('tells what is published as CloudEvents, in its order', async () => {
    const { url, kit } = await open();
    const listener = await hear(`${url}/events`);
    kit.publish(new OrderConfirmed('o-1', 'line\nbreak\r\n\ndata: x'), { id: 'e-1', correlationId: 'c-1' });
    kit.publish(new OrderFailed('o-2', 'é'), { causationId: 'm-1', headers: { tenant: 'secret' } });
    kit.publish(new ShopClosed());
    const heard = await listener.next(3);
    expect(heard.map(({ type }) => type)).toEqual(['OrderConfirmed', 'orders.failed', 'ShopClosed']);
    expect(heard.map(({ data }) => data)).toEqual([
      {
        specversion: '1.0',
        id: 'e-1',
        source: '/events',
        type: 'OrderConfirmed',
        subject: 'o-1',
        time: '1970-01-01T00:00:00.000Z',
        datacontenttype: 'application/json',
        correlationid: 'c-1',
        data: { orderId: 'o-1', note: 'line\nbreak\r\n\ndata: x' },
      },
      {
        specversion: '1.0',
        id: expect.any(String),
        source: '/events',
        type: 'orders.failed',
        subject: 'o-2',
        time: expect.any(String),
        datacontenttype: 'application/json',
        correlationid: expect.any(String),
        causationid: 'm-1',
        data: { orderId: 'o-2', reason: 'é' },
      },
      expect.not.objectContaining({ subject: expect.anything() }),
    ]);
  });

  it('tells only what is published and exposed', async () => {
    const { url, kit } = await open();
    const listener = await hear(`${url}/events`, ['OrderConfirmed', 'ConfirmOrder', 'Secret', 'ShopClosed']);
    kit.tell(new ConfirmOrder('o-1'));
    kit.ref('event-stream').tell(new OrderFailed('o-1', 'told, not published'));
    kit.publish(new Secret());
    await kit.settle();
    kit.publish(new ShopClosed());
    expect((await listener.next(2)).map(({ type }) => type)).toEqual(['OrderConfirmed', 'ShopClosed']);
  });

  it('tells by type and by key', async () => {
    const { url, kit } = await open();
    const ofType = await hear(`${url}/events?type=orders.failed&type=ShopClosed`);
    const ofKey = await hear(`${url}/events?key=o-1&key=o%2F3&access_token=x`);
    const ofBoth = await hear(`${url}/events?key=o-1&type=orders.failed`);
    for (const id of ['o-1', 'o-2', 'o/3']) {
      kit.publish(new OrderConfirmed(id));
      kit.publish(new OrderFailed(id, ''));
    }
    kit.publish(new ShopClosed());
    const seen = (heard: Awaited<ReturnType<Listener['next']>>) =>
      heard.map(({ type, data }) => [type, data['subject']].join(' '));
    expect(seen(await ofType.next(4))).toEqual([
      'orders.failed o-1',
      'orders.failed o-2',
      'orders.failed o/3',
      'ShopClosed ',
    ]);
    expect(seen(await ofKey.next(4))).toEqual([
      'OrderConfirmed o-1',
      'orders.failed o-1',
      'OrderConfirmed o/3',
      'orders.failed o/3',
    ]);
    expect(seen(await ofBoth.next(1))).toEqual(['orders.failed o-1']);
  });

  it('is a subscriber like any other: nothing is unheard, all is counted', async () => {
    const { kit, logger } = await open();
    kit.publish(new ShopClosed());
    await kit.settle();
    expect(kit.runtime.snapshot()).toMatchObject({
      totals: { unheard: 0, handled: 1 },
      actors: { 'event-stream': { handled: 1 } },
    });
    expect(logger.lines).toEqual([]);
  });

  it('goes on where a client was, after it has lost its connection', async () => {
    const { url, kit, app } = await open({ retryMs: 1 });
    const listener = await hear(`${url}/events?type=OrderConfirmed`);
    kit.publish(new OrderConfirmed('o-1'));
    await listener.next(1);
    const lost = listener.lost();
    (app.getHttpServer() as Server & { closeAllConnections(): void }).closeAllConnections();
    await lost;
    kit.publish(new OrderFailed('o-2', ''));
    kit.publish(new OrderConfirmed('o-3'));
    const heard = await listener.next(1);
    expect(heard.map(({ data }) => data['subject'])).toEqual(['o-3']);
  });

  it('replays what a client has missed, by header or by query', async () => {
    const { url, kit } = await open();
    const first = await hear(`${url}/events`);
    for (const id of ['o-1', 'o-2', 'o-3']) kit.publish(new OrderConfirmed(id));
    const id = (await first.next(3))[0]?.id;
    const byHeader = await hear(`${url}/events`, undefined, id);
    const byQuery = await hear(`${url}/events?key=o-3&lastEventId=${id}`);
    const fresh = await hear(`${url}/events`);
    kit.publish(new OrderConfirmed('o-4'));
    const seen = async (listener: Listener, count: number) =>
      (await listener.next(count)).map(({ data }) => data['subject']);
    expect(await seen(byHeader, 3)).toEqual(['o-2', 'o-3', 'o-4']);
    expect(await seen(byQuery, 1)).toEqual(['o-3']);
    expect(await seen(fresh, 1)).toEqual(['o-4']);
  });

  it('says so when what a client has missed is gone, and tells what is left', async () => {
    const { url, kit } = await open({ window: { events: 2 } });
    const first = await hear(`${url}/events`);
    kit.publish(new OrderConfirmed('o-1'));
    const id = (await first.next(1))[0]?.id;
    for (const next of ['o-2', 'o-3', 'o-4']) kit.publish(new OrderConfirmed(next));
    await first.next(3);
    for (const lastEventId of [id, 'another-7', 'nonsense', '', `${id}9`]) {
      const late = await hear(`${url}/events?type=OrderConfirmed&lastEventId=${lastEventId}`);
      if (lastEventId === '') continue; // as if it said nothing
      const [reset, ...rest] = await late.next(3);
      expect([lastEventId, reset?.type]).toEqual([lastEventId, 'reset']);
      expect(rest.map(({ data }) => data['subject'])).toEqual(['o-3', 'o-4']);
      const again = await hear(`${url}/events`, undefined, reset?.id);
      expect((await again.next(2)).map(({ type }) => type)).toEqual(['OrderConfirmed', 'OrderConfirmed']);
    }
  });

  it('keeps no more bytes than it should', async () => {
    const { url, kit } = await open({ window: { bytes: 10_000 } });
    const first = await hear(`${url}/events`);
    for (let n = 0; n < 20; n += 1) kit.publish(new OrderConfirmed(`o-${n}`, 'x'.repeat(1_000)));
    await first.next(20);
    const late = await hear(`${url}/events?lastEventId=x`);
    const [reset, oldest] = await late.next(2);
    expect(reset?.type).toBe('reset');
    expect(Number(String(oldest?.data['subject']).slice(2))).toBeGreaterThanOrEqual(20 - 10_000 / 1_000);
    kit.publish(new OrderConfirmed('large', 'x'.repeat(50_000)));
    expect((await first.next(1))[0]?.data['subject']).toBe('large');
  });

  it('makes nobody slow by a burst that is larger than the window', async () => {
    const { url, kit, stream } = await open({ window: { events: 3 } });
    const listener = await hear(`${url}/events`);
    for (let n = 0; n < 100; n += 1) kit.publish(new OrderConfirmed(`o-${n}`));
    const heard = await listener.next(100);
    expect(heard.map(({ data }) => data['subject'])).toEqual(Array.from({ length: 100 }, (_, n) => `o-${n}`));
    expect(stream.size).toBe(1);
  });

  it('drops a client that does not read, and no other', async () => {
    const { url, kit, stream, logger } = await open({ window: { events: 10 } });
    const reader = await hear(`${url}/events`);
    const slow = await stare(`${url}/events`);
    const dropped = new Promise((resolve) => slow.once('error', resolve));
    let published = 0;
    let heard = 0;
    while (stream.size === 2) {
      kit.publish(new OrderConfirmed(`o-${published}`, 'x'.repeat(100_000)));
      published += 1;
      heard += (await reader.next(1)).length;
    }
    expect(heard).toBe(published);
    expect(logger.lines).toEqual([
      'warn a client of /events was dropped: it is more than 10 events behind, and they are no longer kept',
    ]);
    slow.resume();
    await dropped;
  });

  it('gives a slow client all of it as long as it is kept', async () => {
    const { url, kit } = await open();
    const slow = await stare(`${url}/events`);
    for (let n = 0; n < 300; n += 1) kit.publish(new OrderConfirmed(`o-${n}`, 'x'.repeat(2_000)));
    await kit.settle();
    await nextTurn();
    let text = '';
    for await (const chunk of slow.setEncoding('utf8')) {
      text += String(chunk);
      if (text.includes('"o-299"')) break;
    }
    expect(text.match(/^id: /gm)).toHaveLength(301);
  });

  it('serves a thousand clients', async () => {
    const { url, kit, stream } = await open();
    const crowd = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => hear(`${url}/events?key=${n % 2 === 0 ? 'even' : 'odd'}`)),
    );
    expect(stream.size).toBe(1_000);
    for (let n = 0; n < 4; n += 1) kit.publish(new OrderConfirmed(n % 2 === 0 ? 'even' : 'odd', n));
    const heard = await Promise.all(crowd.map((listener) => listener.next(2)));
    const notes = heard.map((two) => two.map(({ data }) => (data['data'] as OrderConfirmed).note));
    expect(notes).toEqual(crowd.map((_listener, n) => (n % 2 === 0 ? [0, 2] : [1, 3])));
  }, 60_000);

  it('leaves no client behind when it closes, and tells them everything before', async () => {
    const { url, kit, stream, app } = await open();
    const few = await Promise.all(Array.from({ length: 20 }, () => hear(`${url}/events`)));
    await stare(`${url}/events`);
    const lost = few.map((listener) => listener.lost());
    for (let n = 0; n < 50; n += 1) kit.tell(new ConfirmOrder(`o-${n}`));
    await app.close();
    await Promise.all(lost);
    for (const listener of few) expect(await listener.next(50)).toHaveLength(50);
    expect(stream.size).toBe(0);
    expect(await connectionsOf(shop as StreamShop)).toBe(0);
  });

  it('does not wait for a client that does not read, when it closes', async () => {
    const { url, kit, stream, app } = await open({ window: { bytes: 100_000_000 } });
    const slow = await stare(`${url}/events`);
    slow.on('error', () => {});
    for (let n = 0; n < 300; n += 1) kit.publish(new OrderConfirmed(`o-${n}`, 'x'.repeat(100_000)));
    await kit.settle();
    await app.close();
    expect(stream.size).toBe(0);
    expect(await connectionsOf(shop as StreamShop)).toBe(0);
  });

  it('forgets a client that goes', async () => {
    const { url, kit, stream } = await open();
    const [one, other] = [await stare(`${url}/events`), await stare(`${url}/events`)];
    one.on('error', () => {}).destroy();
    while (stream.size === 2) await nextTurn();
    kit.publish(new ShopClosed());
    await kit.settle();
    other.on('error', () => {}).destroy();
    while (stream.size === 1) await nextTurn();
    kit.publish(new ShopClosed());
    await kit.advance(60_000);
    expect(await connectionsOf(shop as StreamShop)).toBe(0);
  });

  it('gives signs of life, which tell a client where it is', async () => {
    const { url, kit } = await open();
    const quiet = await stare(`${url}/events?`);
    const texts: string[] = [];
    quiet.setEncoding('utf8').on('data', (text: string) => texts.push(text));
    while (!texts.join('').endsWith('-0\n\n')) await nextTurn();
    await kit.advance(14_999);
    expect(texts.join('')).toMatch(/^retry: 3000\n\n:\nid: \w+-0\n\n$/);
    await kit.advance(1);
    while (texts.join('').match(/^id: /gm)?.length !== 2) await nextTurn();
    await kit.advance(15_000);
    while (texts.join('').match(/^id: /gm)?.length !== 3) await nextTurn();
    expect(texts.join('')).toMatch(/^retry: 3000\n\n(:\nid: \w+-0\n\n){3}$/);
  });

  it('is where path, global prefix and version say', async () => {
    const { url, kit } = await open({ path: 'orders/live', version: '2' }, (app) => {
      app.setGlobalPrefix('api');
      app.enableVersioning({ type: VersioningType.URI });
    });
    const listener = await hear(`${url}/api/v2/orders/live`);
    kit.publish(new ShopClosed());
    expect(await listener.next(1)).toMatchObject([{ data: { source: '/orders/live' } }]);
    expect((await fetch(`${url}/orders/live`)).status).toBe(404);
    expect(Object.keys(kit.runtime.snapshot().actors)).toContain('event-stream-orders-live-2');
  });

  it('is behind global guards, and behind guards of its own', async () => {
    const { url } = await open({}, () => {}, { providers: [{ provide: APP_GUARD, useClass: OwnOrder }] });
    await expect(listen(`${url}/events`)).rejects.toThrow('answered 403');
    await shop?.kit.close();
    const own = await open({ guards: [OwnOrder] });
    await expect(listen(`${own.url}/events?key=yours`)).rejects.toThrow('answered 403');
    await expect(listen(`${own.url}/events?key=mine&key=yours`)).rejects.toThrow('answered 403');
    await hear(`${own.url}/events?key=mine`);
  });

  it('keeps the headers that CORS has set', async () => {
    const { url } = await open({}, (app) => app.enableCors({ origin: 'http://shop.example' }));
    const { headers } = await stare(`${url}/events`);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'http://shop.example',
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  it('answers HEAD without a stream', async () => {
    const { url, stream } = await open();
    const { status, headers } = await fetch(`${url}/events`, { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(stream.size).toBe(0);
  });

  it('takes no more clients than it may, and none at its end', async () => {
    const { url, stream } = await open({ clients: 1 });
    const listener = await hear(`${url}/events`);
    const full = await fetch(`${url}/events`);
    expect([full.status, full.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await full.json()).toMatchObject({ type: 'urn:problem-type:nestjs-mailbox:too-many-clients' });
    const lost = listener.lost();
    await stream.beforeApplicationShutdown();
    await lost;
    listener.close();
    const closed = await fetch(`${url}/events`);
    expect(closed.status).toBe(503);
    expect(await closed.json()).toMatchObject({ type: 'urn:problem-type:nestjs-mailbox:draining' });
  });

  it('makes a dead letter of an event that cannot be told, and goes on', async () => {
    const { url, kit } = await open();
    const listener = await hear(`${url}/events`);
    kit.publish(new OrderConfirmed('o-1', 1n));
    kit.publish(new OrderConfirmed(7 as unknown as string));
    kit.publish(new OrderConfirmed('o-2'));
    expect(await listener.next(1)).toMatchObject([{ data: { subject: 'o-2' } }]);
    await kit.settle();
    expect(kit.deadLetters()).toMatchObject([
      { reason: 'handler-failed', errors: [{ message: expect.stringContaining('BigInt') }] },
      {
        reason: 'handler-failed',
        errors: [{ message: expect.stringContaining('keyBy of the event stream') }],
      },
    ]);
  });
});
