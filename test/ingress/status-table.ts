import { request } from 'node:http';
import { quiet, type Shop, taken } from './shop.js';

/** What came back: as much of it as the table says something about. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type?: string; readonly status?: number } & Readonly<Record<string, unknown>>;
}

/** One row: what is sent, and what must be answered, whatever adapter and version of Nest it runs on. */
export interface Row {
  readonly name: string;
  readonly status: number;
  /** The last word of the problem type. */
  readonly problem?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members that the answer's body must have, as JSON. */
  readonly body?: object;
  readonly send: (shop: Shop) => Promise<Answer>;
}

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const JSON_TYPE = 'application/json';

export const order = (orderId: string, more: object = {}): object => ({ orderId, quantity: 1, ...more });

export function event(id: string, data: unknown, more: object = {}): Record<string, unknown> {
  return { specversion: '1.0', id, source: '/test', type: 'orders.place', data, ...more };
}

type Body = string | Uint8Array | object;

function bytesOf(body: Body): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

export async function post(url: string, body: Body, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers, body: bytesOf(body) as string });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
  };
}

const events =
  (body: Body, type = STRUCTURED, headers: Record<string, string> = {}) =>
  ({ url }: Shop): Promise<Answer> =>
    post(`${url}/messages`, body, { 'content-type': type, ...headers });

const plain =
  (body: Body, headers: Record<string, string> = {}, type = 'orders.place') =>
  ({ url }: Shop): Promise<Answer> =>
    post(`${url}/messages/${type}`, body, { 'content-type': JSON_TYPE, ...headers });

const binary = (headers: Record<string, string>, body: Body = order('o-1')): Row['send'] =>
  events(body, JSON_TYPE, {
    'ce-specversion': '1.0',
    'ce-id': 'b-1',
    'ce-source': '/test',
    'ce-type': 'orders.place',
    ...headers,
  });

/** Sends a body in chunks, without saying how long it is going to be. */
function sendEndlessly({ url }: Shop): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const endless = request(`${url}/messages`, { method: 'POST', headers: { 'content-type': STRUCTURED } });
    const chunk = `{"a":"${'x'.repeat(16_384)}`;
    const send = (): void => {
      while (!endless.destroyed && endless.write(chunk));
    };
    endless.on('drain', send).on('error', reject);
    endless.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        endless
          .off('error', reject)
          .on('error', () => {})
          .destroy();
        const { statusCode: status = 0, headers } = response;
        resolve({
          status,
          headers: headers as Record<string, string>,
          body: JSON.parse(text) as Answer['body'],
        });
      });
    });
    send();
  });
}

/** Begins a body, and never ends it. */
function sendSlowly({ url }: Shop): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': JSON_TYPE, 'content-length': 1_000 };
    const slow = request(`${url}/messages/orders.place`, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        slow.destroy();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          body: JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'],
        });
      });
    });
    slow.on('error', reject);
    slow.write('{"orderId":');
  });
}

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const many = (count: number, data: (n: number) => unknown): object[] =>
  Array.from({ length: count }, (_, n) => event(`many-${count}-${n}`, data(n)));

const repeated = async (first: Row['send'], second: Row['send'], shop: Shop): Promise<Answer> => {
  await first(shop);
  return second(shop);
};

/** Every row of the status table in docs/ingress.md. They run in this order; the last ones break things. */
export const STATUS_TABLE: readonly Row[] = [
  {
    name: 'a structured CloudEvent',
    status: 202,
    headers: { 'cache-control': 'no-store' },
    body: { accepted: [{ id: 's-1', type: 'orders.place', correlationId: 's-1' }] },
    send: events(event('s-1', order('o-1'))),
  },
  {
    name: 'a structured CloudEvent with its data in base64, and a charset',
    status: 202,
    body: { accepted: [{ id: 's-2', type: 'orders.place', correlationId: 'c-2' }] },
    send: events(
      {
        ...event('s-2', undefined, { correlationid: 'c-2' }),
        data_base64: Buffer.from('{"orderId":"o-2","quantity":1}').toString('base64'),
      },
      'Application/CloudEvents+JSON; charset="UTF-8"',
    ),
  },
  {
    name: 'a batch',
    status: 202,
    body: {
      accepted: [
        { id: 'ba-1', type: 'orders.place', correlationId: 'ba-1' },
        { id: 'ba-2', type: 'orders.cancel', correlationId: 'ba-2' },
      ],
    },
    send: events(
      [event('ba-1', order('o-3')), event('ba-2', { orderId: 'o-4' }, { type: 'orders.cancel' })],
      BATCH,
    ),
  },
  { name: 'an empty batch', status: 202, body: { accepted: [] }, send: events([], BATCH) },
  {
    name: 'a binary CloudEvent',
    status: 202,
    body: { accepted: [{ id: 'é 1', type: 'orders.place', correlationId: 'é 1' }] },
    send: binary({ 'ce-id': '%C3%A9%201' }),
  },
  { name: 'plain JSON', status: 202, headers: { 'cache-control': 'no-store' }, send: plain(order('o-5')) },
  {
    name: 'plain JSON with an Idempotency-Key',
    status: 202,
    body: { accepted: [{ id: 'k-1', type: 'orders.place', correlationId: 'k-1' }] },
    send: plain(order('o-6'), { 'idempotency-key': 'k-1' }),
  },
  {
    name: 'a replay',
    status: 202,
    headers: { 'idempotent-replayed': 'true' },
    body: { accepted: [{ id: 'k-1', type: 'orders.place', correlationId: 'k-1' }] },
    send: plain(order('o-6'), { 'idempotency-key': 'k-1' }),
  },
  {
    name: 'a message with the keys __proto__ and constructor, which are taken off',
    status: 202,
    send: plain(
      '{"orderId":"o-7","quantity":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ),
  },
  {
    name: 'equal keys, of which the last one counts',
    status: 202,
    send: plain('{"quantity":0,"quantity":1,"orderId":"o-8"}'),
  },
  { name: 'JSON with a byte order mark', status: 202, send: plain(`\uFEFF${JSON.stringify(order('o-9'))}`) },

  { name: 'no JSON', status: 400, problem: 'malformed', send: plain('{"orderId":') },
  { name: 'no body', status: 400, problem: 'malformed', send: plain('') },
  {
    name: 'invalid UTF-8',
    status: 400,
    problem: 'malformed',
    send: plain(Buffer.from([0x22, 0xc3, 0x28, 0x22])),
  },
  { name: 'deep nesting', status: 400, problem: 'malformed', send: plain(nested(33)) },
  { name: 'as deep a nesting as fits', status: 400, problem: 'malformed', send: plain(nested(32_000)) },
  {
    name: 'a CloudEvent without id, with a wrong version and time',
    status: 400,
    problem: 'invalid-envelope',
    body: {
      errors: [
        { pointer: '#/id', detail: 'id is missing' },
        { pointer: '#/specversion', detail: "specversion must be '1.0'" },
        { pointer: '#/time', detail: 'time must be a timestamp of RFC 3339, as 2026-01-31T12:00:00Z' },
      ],
    },
    send: events({ ...event('x', order('o-1')), id: null, specversion: '0.3', time: 'noon' }),
  },
  {
    name: 'a batch with one envelope that is none',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ pointer: '#/1', detail: 'must be an object' }] },
    send: events([event('bad-1', order('o-1')), 'an event'], BATCH),
  },
  { name: 'a batch that is no array', status: 400, problem: 'invalid-envelope', send: events({}, BATCH) },
  {
    name: 'a CloudEvent whose attributes are headers as well',
    status: 202,
    body: { accepted: [{ id: 'twice-1' }] },
    send: events(event('twice-1', order('o-é'), { subject: 'o-é', shopid: 7 }), STRUCTURED, {
      'ce-id': 'twice-1',
      'ce-specversion': '1.0',
      'ce-subject': 'o-%C3%A9',
      'ce-shopid': '"7"',
    }),
  },
  ...['o-1', ''].map((subject): Row => ({
    name: `a CloudEvent beside headers of another one, with the subject '${subject}'`,
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'ce-subject', detail: 'says what the body does not' }] },
    send: events(event('h-1', order('o-1'), { subject: 'o-2' }), STRUCTURED, { 'ce-subject': subject }),
  })),
  {
    name: 'a CloudEvent without what its headers say',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'ce-subject' }] },
    send: events(event('h-2', order('o-1')), STRUCTURED, { 'ce-id': 'h-2', 'ce-subject': 'undefined' }),
  },
  {
    name: 'a batch beside headers of an event',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'ce-id' }] },
    send: events([event('h-3', order('o-1'))], BATCH, { 'ce-id': 'h-3' }),
  },
  {
    name: 'plain JSON beside headers of an event',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'ce-subject' }] },
    send: plain(order('o-1'), { 'ce-subject': 'o-1' }),
  },
  {
    name: 'a binary CloudEvent without type, and with a header that cannot be decoded',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'ce-subject', detail: 'has a percent sign that encodes nothing' }] },
    send: binary({ 'ce-subject': '%zz' }),
  },
  {
    name: 'a binary CloudEvent with line breaks in its attributes',
    status: 400,
    problem: 'invalid-envelope',
    body: {
      errors: [
        { header: 'ce-id', detail: 'id must have no control characters' },
        { header: 'ce-shop', detail: 'shop must have no control characters' },
      ],
    },
    send: binary({ 'ce-id': 'x%0d%0ay', 'ce-shop': '%1b[31m' }),
  },
  {
    name: 'plain JSON without an envelope where CloudEvents go',
    status: 400,
    problem: 'invalid-envelope',
    send: events(order('o-1'), JSON_TYPE),
  },
  {
    name: 'a CloudEvent with an Idempotency-Key that is not its id',
    status: 400,
    problem: 'invalid-envelope',
    body: { errors: [{ header: 'idempotency-key', detail: 'differs from the id of the event' }] },
    send: events(event('x-1', order('o-1')), STRUCTURED, { 'idempotency-key': 'x-2' }),
  },
  {
    name: 'an Idempotency-Key that is too long',
    status: 400,
    problem: 'invalid-envelope',
    send: plain(order('o-1'), { 'idempotency-key': 'k'.repeat(1_001) }),
  },
  {
    name: 'plain JSON that the schema refuses',
    status: 400,
    problem: 'invalid-data',
    body: {
      errors: [{ pointer: '#/orderId' }, { pointer: '#/quantity' }],
    },
    send: plain({ quantity: -1 }),
  },
  {
    name: 'a CloudEvent whose data the schema refuses',
    status: 400,
    problem: 'invalid-data',
    body: { errors: [{ pointer: '#/data/quantity' }] },
    send: events(event('bad-2', order('o-1', { quantity: 0 }))),
  },
  {
    name: 'a batch with data that the schemas refuse, all of it told',
    status: 400,
    problem: 'invalid-data',
    body: { errors: [{ pointer: '#/1/data/quantity' }, { pointer: '#/2/data' }] },
    send: events(
      [event('bad-3', order('o-1')), event('bad-4', order('o-1', { quantity: 0 })), event('bad-5', 'text')],
      BATCH,
    ),
  },
  {
    name: 'a message that does not exist',
    status: 404,
    problem: 'unknown-message',
    send: plain({}, {}, 'orders.teleport'),
  },
  {
    name: 'a message that is not exposed',
    status: 404,
    problem: 'unknown-message',
    send: plain({ why: 'test' }, {}, 'shop.close'),
  },
  {
    name: 'a batch with a message that is not exposed',
    status: 404,
    problem: 'unknown-message',
    send: events([event('u-1', order('o-1')), event('u-2', { why: 'test' }, { type: 'shop.close' })], BATCH),
  },
  {
    name: 'a body that does not come to its end',
    status: 408,
    problem: 'body-timeout',
    headers: { connection: 'close' },
    send: sendSlowly,
  },
  {
    name: 'an event of more than 64 KiB',
    status: 413,
    problem: 'too-large',
    send: events(event('l-1', order('o-1', { note: 'x'.repeat(65_536) }))),
  },
  {
    name: 'a plain message of more than 64 KiB',
    status: 413,
    problem: 'too-large',
    send: plain(order('o-1', { note: 'x'.repeat(65_536) })),
  },
  {
    name: 'a batch with an event of more than 64 KiB',
    status: 413,
    problem: 'too-large',
    body: { errors: [{ pointer: '#/0', detail: 'is too large' }] },
    send: events([event('l-2', order('o-1', { note: 'x'.repeat(65_536) }))], BATCH),
  },
  { name: 'a body that has no end', status: 413, problem: 'too-large', send: sendEndlessly },
  {
    name: 'a batch of more than 100 events',
    status: 413,
    problem: 'too-large',
    send: events(
      many(101, () => order('o-1')),
      BATCH,
    ),
  },
  {
    name: 'a batch of 10,000 small events',
    status: 413,
    problem: 'too-large',
    send: events(
      Array.from({ length: 10_000 }, (_, n) => ({
        specversion: '1.0',
        id: `${n}`,
        source: '/',
        type: 'orders.place',
      })),
      BATCH,
    ),
  },
  {
    name: 'a batch of more than 1 MiB',
    status: 413,
    problem: 'too-large',
    send: events(
      many(40, () => order('o-1', { note: 'x'.repeat(30_000) })),
      BATCH,
    ),
  },
  {
    name: 'a form where CloudEvents go',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { accept: `${STRUCTURED}, ${BATCH}, ${JSON_TYPE}` },
    send: events('a=b', 'application/x-www-form-urlencoded'),
  },
  {
    name: 'a CloudEvent in XML',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { accept: `${STRUCTURED}, ${BATCH}, ${JSON_TYPE}` },
    send: events('<event/>', 'application/cloudevents+xml'),
  },
  {
    name: 'text where plain JSON goes',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { accept: JSON_TYPE },
    send: plain('hello', { 'content-type': 'text/plain' }),
  },
  {
    name: 'a CloudEvent where plain JSON goes',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { accept: JSON_TYPE },
    send: plain(event('p-1', order('o-1')), { 'content-type': STRUCTURED }),
  },
  {
    name: 'another charset',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { accept: `${JSON_TYPE}; charset=utf-8` },
    send: plain(Buffer.from(JSON.stringify(order('o-1')), 'utf16le'), {
      'content-type': 'application/json; charset=utf-16le',
    }),
  },
  {
    name: 'a content encoding',
    status: 415,
    problem: 'unsupported-media-type',
    headers: { 'accept-encoding': 'identity' },
    send: plain(order('o-1'), { 'content-encoding': 'gzip' }),
  },
  {
    name: 'an Idempotency-Key with another body',
    status: 422,
    problem: 'idempotency-mismatch',
    send: (shop) =>
      repeated(
        plain(order('o-1'), { 'idempotency-key': 'k-2' }),
        plain(order('o-1', { quantity: 2 }), { 'idempotency-key': 'k-2' }),
        shop,
      ),
  },
  {
    name: 'a batch in which one id names two messages',
    status: 422,
    problem: 'idempotency-mismatch',
    send: events([event('twice', order('o-1')), event('twice', order('o-2'))], BATCH),
  },
  {
    name: 'a message for a full mailbox',
    status: 429,
    problem: 'mailbox-full',
    headers: { 'retry-after': '1' },
    send: async (shop) => {
      await plain(order('held-1'))(shop);
      await taken(shop, 'order'); // it is taken from the mailbox, which holds two more
      await plain(order('held-1'))(shop);
      await plain(order('held-1'))(shop);
      return plain(order('held-1'))(shop);
    },
  },
  {
    name: 'a batch with more for one mailbox than it has room for',
    status: 429,
    problem: 'mailbox-full',
    headers: { 'retry-after': '1' },
    send: events(
      many(3, () => order('small')),
      BATCH,
    ),
  },
  {
    name: 'a message for an actor that was stopped',
    status: 503,
    problem: 'actor-stopped',
    headers: { 'retry-after': '5' },
    send: async (shop) => {
      await plain({}, {}, 'machine.break')(shop);
      await quiet(shop, 'machine');
      return plain({}, {}, 'machine.break')(shop);
    },
  },
  {
    name: 'a message for an application that drains',
    status: 503,
    problem: 'draining',
    headers: { 'retry-after': '5' },
    send: async (shop) => {
      await shop.runtime.drain();
      return plain(order('o-1'))(shop);
    },
  },
];
