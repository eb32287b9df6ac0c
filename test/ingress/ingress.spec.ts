import {
  Body,
  type CanActivate,
  Controller,
  type INestApplication,
  Injectable,
  Post,
  type ModuleMetadata,
  VersioningType,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { InvalidOptionsError, MailboxModule } from 'nestjs-mailbox';
import { MailboxIngressModule, type MailboxIngressOptions } from 'nestjs-mailbox/ingress';
import { CancelOrder, type Handled, OrderActor, openShop, quiet, type Shop, taken } from './shop.js';
import { event, order, post } from './status-table.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };
const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

@Injectable()
class Nobody implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller()
class EchoController {
  @Post(['echo', 'messages/echo/deeper'])
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('MailboxIngressModule on %s', (_, adapter) => {
  let shop: Shop | undefined;
  let app: INestApplication | undefined;

  afterEach(async () => {
    await (shop?.app ?? app)?.close();
    shop = app = undefined;
  });

  /** As tests make applications: the adapter is not known when the modules are put together. */
  async function compile(metadata: ModuleMetadata, options: MailboxIngressOptions = {}): Promise<string> {
    const module = await Test.createTestingModule({
      ...metadata,
      imports: [MailboxModule.forRoot(), MailboxIngressModule.forRoot(options)],
      providers: [OrderActor, ...(metadata.providers ?? [])],
    }).compile();
    app = module.createNestApplication(adapter(), { logger: false });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  it('hands the handler what was in the envelope', async () => {
    shop = await openShop(adapter());
    const trace = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'a=b',
    };
    const sent = event('m-1', order('by-data'), {
      subject: 'by-subject',
      correlationid: 'c-1',
      causationid: 'p-1',
      expirytime: '2999-01-01T00:00:00Z',
      ...trace,
      shopid: 7,
    });
    await post(`${shop.url}/messages`, sent, STRUCTURED);
    await quiet(shop, 'order');
    const { context } = OrderActor.handled[0] as Handled;
    expect(context.key).toBe('by-subject');
    expect(context.envelope).toMatchObject({
      id: 'm-1',
      correlationId: 'c-1',
      causationId: 'p-1',
      headers: trace,
      attempt: 1,
    });
  });

  it('takes a subject only where it is the key of the message, if it should match', async () => {
    shop = await openShop(adapter(), { subject: 'match' });
    const url = `${shop.url}/messages`;
    const binary = {
      ...JSON_TYPE,
      'ce-specversion': '1.0',
      'ce-id': 'm-4',
      'ce-source': '/s',
      'ce-type': 'orders.place',
    };
    const [mine, others, none] = ['o-1', 'o-2', undefined].map((subject, n) =>
      event(`m-${n}`, order('o-1'), { subject }),
    );
    const keylessActor = event('m-3', {}, { type: 'machine.break', subject: 'no use' });
    const answers = [
      await post(url, mine as object, STRUCTURED),
      await post(url, none as object, STRUCTURED),
      await post(url, order('o-1'), { ...binary, 'ce-subject': 'o-1' }),
      await post(url, keylessActor, STRUCTURED),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const refused = [
      await post(url, others as object, STRUCTURED),
      await post(url, [mine, others], BATCH),
      await post(url, order('o-1'), { ...binary, 'ce-id': 'm-6', 'ce-subject': 'o-2' }),
    ];
    expect(refused.map(({ status, body }) => [status, body['errors']])).toEqual(
      [{ pointer: '#/subject' }, { pointer: '#/1/subject' }, { header: 'ce-subject' }].map((place) => [
        400,
        [{ ...place, detail: 'must be the key of the message, or left out' }],
      ]),
    );
    const keyless = event('m-5', { quantity: 1 }, { subject: 'o-1' });
    expect((await post(url, keyless, STRUCTURED)).body.type).toMatch(/invalid-data$/);
    await quiet(shop, 'order');
    expect(OrderActor.handled.map(({ context }) => context.key)).toEqual(['o-1', 'o-1', 'o-1']);
  });

  it('takes no notice of a subject, if it should not', async () => {
    shop = await openShop(adapter(), { subject: 'ignore' });
    const sent = event('m-1', order('o-1'), { subject: 'o-2' });
    expect((await post(`${shop.url}/messages`, sent, STRUCTURED)).status).toBe(202);
    await quiet(shop, 'order');
    expect(OrderActor.handled.map(({ context }) => context.key)).toEqual(['o-1']);
  });

  it('leaves out a trace context that is none, be it of the event or of the request', async () => {
    shop = await openShop(adapter());
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const forged = event('m-1', order('o-1'), { traceparent: '00-1-2-01', tracestate: 'a=b' });
    await post(`${shop.url}/messages`, forged, { ...STRUCTURED, traceparent });
    await post(`${shop.url}/messages/orders.place`, order('o-2'), {
      ...JSON_TYPE,
      traceparent: 'any text',
      tracestate: 'a=b',
    });
    await quiet(shop, 'order');
    expect(OrderActor.handled.map(({ context }) => context.envelope.headers)).toEqual([{ traceparent }, {}]);
  });

  it('makes a real instance of a plain class', async () => {
    shop = await openShop(adapter());
    await post(`${shop.url}/messages/orders.cancel`, { orderId: 'o-1' }, JSON_TYPE);
    await quiet(shop, 'order');
    expect(OrderActor.handled[0]?.message).toBeInstanceOf(CancelOrder);
  });

  it('lets a message that is no longer worth handling become a dead letter', async () => {
    shop = await openShop(adapter());
    const sent = event('late', order('o-1'), { expirytime: '2001-01-01T00:00:00+01:00' });
    expect((await post(`${shop.url}/messages`, sent, STRUCTURED)).status).toBe(202);
    await quiet(shop, 'order');
    expect(shop.runtime.deadLetters.list()).toMatchObject([{ id: 'late', reason: 'expired' }]);
  });

  it('accepts a batch as a whole or not at all', async () => {
    shop = await openShop(adapter());
    const url = `${shop.url}/messages`;
    await post(`${url}/orders.place`, order('held'), JSON_TYPE);
    await taken(shop, 'order');
    const told = () => shop?.runtime.snapshot().totals.told;
    const before = told();
    const three = [1, 2, 3].map((n) => event(`b-${n}`, order('held')));
    expect((await post(url, [event('other', order('free')), ...three], BATCH)).status).toBe(429);
    expect((await post(url, [event('other', order('free')), event('bad', {})], BATCH)).status).toBe(400);
    expect(told()).toBe(before);
    expect((await post(url, [event('other', order('free')), ...three.slice(1)], BATCH)).status).toBe(202);
    expect(told()).toBe((before ?? 0) + 3);
  });

  it('delivers what comes again once, alone or among others', async () => {
    shop = await openShop(adapter());
    const url = `${shop.url}/messages`;
    const first = event('r-1', order('o-1'));
    const other = event('r-1', order('o-2'), { source: '/other' });
    const answers = [
      await post(url, first, STRUCTURED),
      await post(url, { ...first, time: '2026-01-31T12:00:00Z' }, STRUCTURED),
      await post(url, [first, first, other, event('r-2', order('o-3'))], BATCH),
      await post(url, [first, other], BATCH),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([
      undefined,
      'true',
      undefined,
      'true',
    ]);
    expect(answers[2]?.body).toMatchObject({
      accepted: [{ id: 'r-1' }, { id: 'r-1' }, { id: 'r-1' }, { id: 'r-2' }],
    });
    await quiet(shop, 'order');
    expect(OrderActor.handled.map(({ context }) => context.key)).toEqual(['o-1', 'o-2', 'o-3']);
  });

  it('does not remember what was refused', async () => {
    shop = await openShop(adapter());
    const headers = { ...JSON_TYPE, 'idempotency-key': 'k' };
    const url = `${shop.url}/messages/orders.place`;
    expect((await post(url, order('o-1', { quantity: 0 }), headers)).status).toBe(400);
    const { status, headers: answered } = await post(url, order('o-1'), headers);
    expect([status, answered['idempotent-replayed']]).toEqual([202, undefined]);
  });

  it('keeps the ids of senders apart, where it is told who sends', async () => {
    const senderOf = ({ headers }: { headers: Record<string, string> }): string =>
      headers['x-user'] as string;
    shop = await openShop(adapter(), { senderOf });
    const url = `${shop.url}/messages`;
    const by = (user: string, body: object): Promise<string> =>
      post(`${url}/orders.place`, body, { ...JSON_TYPE, 'idempotency-key': '1', 'x-user': user }).then(
        ({ status, headers }) => `${status} ${headers['idempotent-replayed'] ?? 'new'}`,
      );
    expect(await by('ann', order('o-1'))).toBe('202 new');
    expect(await by('bob', order('o-1'))).toBe('202 new');
    expect(await by('cay', order('o-2'))).toBe('202 new');
    expect(await by('ann', order('o-1'))).toBe('202 true');
    expect(await by('bob', order('o-2'))).toBe('422 new');
    const sent = event('1', order('o-3'));
    for (const user of ['ann', 'bob'])
      expect((await post(url, sent, { ...STRUCTURED, 'x-user': user })).headers).not.toHaveProperty(
        'idempotent-replayed',
      );
    await quiet(shop, 'order');
    expect(OrderActor.handled.map(({ context }) => context.key)).toEqual(['o-1', 'o-1', 'o-2', 'o-3', 'o-3']);
  });

  it('delivers nothing where it is not told who sends, though it should be', async () => {
    shop = await openShop(adapter(), { senderOf: (() => undefined) as unknown as () => string });
    expect((await post(`${shop.url}/messages/orders.place`, order('o-1'), JSON_TYPE)).status).toBe(500);
    expect(shop.runtime.snapshot().totals.told).toBe(0);
  });

  it('takes keys like __proto__ off, and leaves everybody else’s objects as they were', async () => {
    shop = await openShop(adapter());
    const body =
      '{"orderId":"o-1","quantity":1,"note":{"__proto__":{"x":1},"constructor":1,"deep":[{"__proto__":1,"y":2}]}}';
    await post(`${shop.url}/messages/orders.place`, body, JSON_TYPE);
    await quiet(shop, 'order');
    const [{ message }] = OrderActor.handled as [Handled];
    const { note } = message as { note: object };
    expect(JSON.stringify(note)).toBe('{"deep":[{"y":2}]}');
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('is where path, global prefix and version say', async () => {
    shop = await openShop(adapter(), { path: 'inbox', version: '2' }, (nest) => {
      nest.setGlobalPrefix('api');
      nest.enableVersioning({ type: VersioningType.URI });
    });
    const { url } = shop;
    expect((await post(`${url}/api/v2/inbox/orders.place`, order('o-1'), JSON_TYPE)).status).toBe(202);
    expect((await post(`${url}/api/v2/inbox`, '<x/>', { 'content-type': 'text/xml' })).status).toBe(415);
    expect((await fetch(`${url}/inbox/orders.place`, { method: 'POST' })).status).toBe(404);
    const catalog = (await (await fetch(`${url}/api/v2/inbox/catalog?x`)).json()) as object;
    expect(catalog).toMatchObject({
      channels: { 'orders.place': { address: '/api/v2/inbox/orders.place' } },
    });
  });

  it('is found by a version in a header', async () => {
    shop = await openShop(adapter(), { version: '2' }, (nest) => {
      nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' });
    });
    const url = `${shop.url}/messages/orders.place`;
    expect((await post(url, order('o-1'), { ...JSON_TYPE, 'x-version': '2' })).status).toBe(202);
    expect((await post(url, '{', { ...JSON_TYPE, 'x-version': '2' })).body.type).toMatch(/malformed$/);
    expect((await post(url, order('o-1'), { ...JSON_TYPE, 'x-version': '1' })).status).toBe(404);
  });

  it('is behind global guards, which answer in their own way', async () => {
    const url = await compile({ providers: [{ provide: APP_GUARD, useClass: Nobody }] });
    const { status, headers } = await post(`${url}/messages/orders.place`, order('o-1'), JSON_TYPE);
    expect([status, headers['content-type']]).toEqual([403, 'application/json; charset=utf-8']);
  });

  it('is behind guards of its own', async () => {
    const url = await compile({}, { guards: [Nobody] });
    expect((await post(`${url}/messages/orders.place`, order('o-1'), JSON_TYPE)).status).toBe(403);
    expect((await fetch(`${url}/messages/catalog`)).status).toBe(403);
  });

  it('leaves the bodies of other routes to the parsers', async () => {
    const url = await compile({ controllers: [EchoController] });
    for (const path of ['echo', 'messages/echo/deeper']) {
      expect((await post(`${url}/${path}`, { a: 1 }, JSON_TYPE)).body).toEqual({ a: 1 });
      expect((await post(`${url}/${path}`, '{', JSON_TYPE)).status).toBe(400);
    }
    expect((await post(`${url}/messages/orders.place`, order('o-1'), JSON_TYPE)).status).toBe(202);
  });

  it('does not wait for a body that somebody else has read', async () => {
    shop = await openShop(adapter(), {}, (nest) => {
      nest.use((request: NodeJS.ReadableStream, _response: unknown, next: () => void) => {
        request.on('end', next).resume();
      });
    });
    expect((await post(`${shop.url}/messages/orders.place`, order('o-1'), JSON_TYPE)).status).toBe(500);
  });
});

describe('MailboxIngressModule', () => {
  it.each([
    ['ingress.limits.eventBytes', { limits: { eventBytes: 0 } }],
    ['ingress.limits.batchBytes', { limits: { batchBytes: 100, eventBytes: 200 } }],
    ['ingress.limits.events', { limits: { events: 1 } }],
    ['ingress.idempotency.windowMs', { idempotency: { windowMs: -1 } }],
    ['ingress.path', { path: '' }],
    ['ingress.guards', { guards: Nobody }],
    ['ingress.subject', { subject: 'refuse' }],
    ['ingress.senderOf', { senderOf: 'user' }],
    ['ingress.port', { port: 1 }],
  ])('refuses %s when it is put together', (path, options) => {
    expect(() => MailboxIngressModule.forRoot(options as MailboxIngressOptions)).toThrow(
      expect.objectContaining({ path, constructor: InvalidOptionsError }) as Error,
    );
  });

  it('stands still in an application without HTTP', async () => {
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRoot(), MailboxIngressModule.forRoot()],
    }).compile();
    await module.init();
    await module.close();
  });
});
