import { request } from 'node:http';
import { OrderConfirmed, type Shop, ShopOpened } from './shop.js';
import type { Answer, Row } from './status-table.js';

/** Asks for the stream in whatever words; no parser of a URL mends them. */
function get({ url }: Shop, query: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path: `/events${query}`, headers, agent: false }, (response) => {
      const answer = {
        status: response.statusCode ?? 0,
        headers: response.headers as Record<string, string>,
      };
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        const [, type, data = '{}'] = /^event: (.*)\n.*\ndata: (.*)\n\n/m.exec(text) ?? [];
        if (type === undefined) return;
        response.destroy();
        resolve({ ...answer, body: { heard: type, ...(JSON.parse(data) as object) } });
      });
      response.on('end', () => resolve({ ...answer, body: JSON.parse(text) as Answer['body'] }));
      response.on('error', () => {});
    })
      .on('error', reject)
      .end();
  });
}

/** Publishes until somebody hears it: when the stream is open, only its client knows. */
async function heard(shop: Shop, query: string, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = get(shop, query, headers);
  let isHeard = false;
  const end = (): void => void (isHeard = true);
  answer.then(end, end);
  while (!isHeard) {
    shop.runtime.publish(new OrderConfirmed('o-1'));
    shop.runtime.publish(new ShopOpened());
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer;
}

const refused =
  (query: string): Row['send'] =>
  (shop) =>
    get(shop, query);

const wrong = (parameter: string): object => ({ errors: [{ parameter }] });

/** What the event stream answers, whatever adapter and version of Nest it runs on. */
export const STREAM_TABLE: readonly Row[] = [
  {
    name: 'a client of the event stream with what is published',
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store, no-transform' },
    body: { heard: 'OrderConfirmed', type: 'OrderConfirmed', subject: 'o-1', data: { orderId: 'o-1' } },
    send: (shop) => heard(shop, '?key=o-1&type=OrderConfirmed'),
  },
  {
    name: 'a client that comes back to what is gone',
    status: 200,
    body: { heard: 'reset' },
    send: (shop) => heard(shop, '', { 'last-event-id': 'of-long-ago-7' }),
  },
  {
    name: 'a client that comes back with nonsense',
    status: 200,
    body: { heard: 'reset' },
    send: (shop) => heard(shop, '?lastEventId=event:%20x%26id%3D7'),
  },
  {
    name: 'a client with parameters that are not ours',
    status: 200,
    body: { heard: 'ShopOpened' },
    send: (shop) => heard(shop, '?type=ShopOpened&__proto__=1&access_token=x+/==&keys=o-9&&bare&tenant=a,b'),
  },
  {
    name: 'a client that asks for an event that does not exist',
    status: 404,
    problem: 'unknown-event',
    send: refused('?type=OrderConfirmed&type=toString'),
  },
  {
    name: 'a client that asks for a message that is not exposed',
    status: 404,
    problem: 'unknown-event',
    send: refused('?type=orders.place'),
  },
  {
    name: 'a client that asks for an event whose name breaks off',
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('type'),
    send: refused('?type=%c3%28%zz'),
  },
  ...[
    'key[]',
    'key[0]',
    'type[a]',
    'key.x',
    'type%5B%5D',
    '[key]',
    '%5Bkey%5D',
    'k%65y',
    'key%00',
    '+key',
    'KEY',
  ].map((name): Row => ({
    name: `a client that asks by ${name}`,
    status: 400,
    problem: 'invalid-subscription',
    body: wrong(name),
    send: refused(`?${name}=o-1`),
  })),
  ...[
    'key=a+b',
    'key=a,b',
    'key=a=b',
    'key=a;key=b',
    'key=%00',
    'key=%0d%0a',
    'key=%ff',
    'key=%',
    'key=[a]',
    'key=a|b',
  ].map((query): Row => ({
    name: `a client that writes ${query}`,
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('key'),
    send: refused(`?${query}`),
  })),
  ...['#?key=o-1', '?key=o-1#&key=o-2', '??key=o-1', '?key=o-1?key=o-2', `?${'a&'.repeat(200)}key=o-1`].map(
    (query): Row => ({
      name: `a client of the target /events${query.slice(0, 20)}`,
      status: 400,
      problem: 'invalid-subscription',
      body: { errors: [{}] },
      send: refused(query),
    }),
  ),
  {
    name: 'a client that asks for a key of what has none',
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('key'),
    send: refused('?key=o-1&type=ShopOpened'),
  },
  {
    name: 'a client that asks for an empty key',
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('key'),
    send: refused('?key='),
  },
  {
    name: 'a client that asks for a key that is too long',
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('key'),
    send: refused(`?key=${'k'.repeat(1_001)}`),
  },
  {
    name: 'a client that asks for too many keys',
    status: 400,
    problem: 'invalid-subscription',
    body: wrong('key'),
    send: refused(`?${'key=k&'.repeat(101)}`),
  },
];
