import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import fc from 'fast-check';
import { PROBLEMS } from '../../lib/ingress/problem.js';
import { openShop, quiet, type Shop } from './shop.js';
import { event, order, post } from './status-table.js';

/** What a request may be answered, and with which problem. */
const ALLOWED = new Map<number, readonly string[]>([[202, ['undefined']]]);
for (const [type, { status }] of Object.entries(PROBLEMS)) {
  ALLOWED.set(status, [...(ALLOWED.get(status) ?? []), `urn:problem-type:nestjs-mailbox:${type}`]);
}

const contentType = fc.oneof(
  fc.constantFrom(
    'application/json',
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/cloudevents+xml',
    'application/json; charset=latin1',
    'application/vnd.shop+json',
    'text/plain',
  ),
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', '+', ';', '=', '"', '-', ' ') }),
);
/** Also such as begin well, and such as are named like what every object has. */
const attribute = fc.oneof(
  fc.constantFrom(
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'expirytime',
    'data',
    'data_base64',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(
  fc.constantFrom('1.0', '/test', 'orders.place', '2026-01-31T12:00:00Z', order('o-1')),
  fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }),
);
const anyEvent = fc.oneof(
  fc.dictionary(attribute, value),
  fc
    .tuple(fc.string({ unit: 'binary' }), value, fc.dictionary(attribute, value, { maxKeys: 2 }))
    .map(([id, data, more]) => ({ ...event(id, data), ...more })),
);
const body = fc.oneof(
  anyEvent.map((one) => JSON.stringify(one)),
  fc.array(anyEvent, { maxLength: 5 }).map((some) => JSON.stringify(some)),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 300 }),
);
const header = fc.string({
  unit: fc.constantFrom('a', 'c', '0', '1', '9', '%', '"', '\\', ' ', '~'),
  maxLength: 20,
});

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('the ingress on %s, sent anything', (_, adapter) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop(adapter());
  });
  afterAll(() => shop.app.close());

  it('answers with what its table knows, keeps its accounts, and its objects clean', async () => {
    const names = Object.getOwnPropertyNames(Object.prototype);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('messages', 'messages/orders.place', 'messages/machine.break', 'messages/toString'),
        contentType,
        body,
        fc.option(fc.record({ 'ce-id': header, 'ce-type': header, 'ce-specversion': header }), { nil: {} }),
        async (path, type, sent, more) => {
          const answer = await post(`${shop.url}/${path}`, sent, { 'content-type': type, ...more });
          expect(ALLOWED.get(answer.status) ?? []).toContain(String(answer.body.type));
          expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(names);
        },
      ),
      { numRuns: 150 },
    );
    await quiet(shop, 'order');
    const { told, accepted, refused, duplicate, handled, dead, queued, running, stashed } =
      shop.runtime.snapshot().totals;
    expect(told).toBe(accepted + refused + duplicate);
    expect(accepted).toBe(handled + dead + queued + running + stashed);
  }, 60_000);
});
