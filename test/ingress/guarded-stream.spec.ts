import { type CanActivate, type ExecutionContext, type INestApplication, Injectable } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { RawConnection } from './raw-requests.js';
import { openStreamShop, type StreamShop } from './stream-shop.js';

/** Lets those pass who ask for the order `mine`, and nothing else: as the adapter has read the query, or as `URL` does. */
@Injectable()
class OwnOrder implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, originalUrl } = context
      .switchToHttp()
      .getRequest<{ query: Record<string, unknown>; originalUrl: string }>();
    const byUrl = new URL(originalUrl, 'http://shop.example').searchParams.getAll('key');
    return query['key'] === 'mine' || (byUrl.length === 1 && byUrl[0] === 'mine');
  }
}

const many = 'a&'.repeat(999);

/** Each is an own order to somebody who reads it, or has been to some parser. */
const DISGUISES = [
  '/events#key=mine&x=?key=yours',
  '/events#?key=mine',
  '/events;key=mine',
  '/events;key=mine?key=yours',
  '/events;?key=mine',
  '/events?key=mine#&key=yours',
  '/events?key=mine#',
  `/events?key=mine&${many}key=yours`,
  `/events?key=mine&${'&'.repeat(999)}key=yours`,
  '/events?[key]=mine',
  '/events?%5Bkey%5D=mine',
  '/events?[]key=mine',
  '/events?a[key]=mine',
  '/events?key[]=mine',
  '/events?key%5B%5D=mine',
  '/events?key%5b0%5d=mine',
  '/events?key.x=mine',
  '/events?key[toString]=mine&key=mine',
  '/events?key]=mine',
  '/events?=key=mine',
  '/events??key=mine',
  '/events?a=1?key=mine',
  '/events?KEY=yours&key=mine',
  '/events?key%00=mine',
  '/events?key=mine%00',
  '/events?key=mine;key=yours',
  '/events?a=1;key=mine',
  '/events?k%65y=mine',
  '/events?%6Bey=mine',
  '/events?k%2565y=mine',
  '/events?+key=mine',
  '/events?key+=mine',
  '/events?%20key=mine',
  '/events?key=mine%ff&key=yours',
  '/events?key=mine,yours',
  '/events?key=mine&key=yours',
  'http://shop.example/events?key=mine',
  'http://shop.example?key=mine/events?key=yours',
  'http://key=mine@shop.example/events?key=mine',
];

describe.each([
  ['Express', () => new ExpressAdapter(), () => {}],
  [
    'Express with the extended parser',
    () => new ExpressAdapter(),
    (app: INestApplication) => (app as NestExpressApplication).set('query parser', 'extended'),
  ],
  ['Fastify', () => new FastifyAdapter(), () => {}],
  ['Fastify that parts at ;', () => new FastifyAdapter({ useSemicolonDelimiter: true }), () => {}],
])('a guarded event stream on %s', (_, adapter, prepare) => {
  let shop: StreamShop;

  beforeAll(async () => {
    shop = await openStreamShop(adapter(), { guards: [OwnOrder] }, prepare);
  });
  afterAll(() => shop.kit.close());

  async function statusOf(target: string): Promise<string> {
    const connection = await RawConnection.open(shop.url);
    connection.send(`GET ${target}`);
    const answer = await connection.receive(/^HTTP\/1.1 \d{3}/);
    connection.destroy();
    return answer.slice('HTTP/1.1 '.length).slice(0, 3);
  }

  it.each(DISGUISES.map((target) => [target.slice(0, 60), target]))(
    'lets nobody pass by %s',
    async (_name, target = '') => {
      expect(['400', '403', '404']).toContain(await statusOf(target));
    },
  );

  it.each([
    '?key=mine',
    '?key=m%69ne',
    '?token=a%5Bkey%5D&key=mine&&',
    '?key=mine&type=OrderConfirmed&lastEventId=x-1',
  ])('lets its owner pass by /events%s', async (query) =>
    expect(await statusOf(`/events${query}`)).toBe('200'),
  );
});

describe('an event stream whose application reads queries in a way of its own', () => {
  let shop: StreamShop | undefined;
  afterEach(() => shop?.kit.close());

  async function statusOf(
    query: string,
    querystringParser: (text: string) => Record<string, unknown>,
  ): Promise<number> {
    shop = await openStreamShop(new FastifyAdapter({ routerOptions: { querystringParser } }));
    const response = await fetch(`${shop.url}/events${query}`);
    await response.body?.cancel();
    return response.status;
  }

  it('refuses what its guards have seen otherwise', async () => {
    expect(await statusOf('?key=mine&key=yours', () => ({ key: 'mine' }))).toBe(400);
  });

  it('refuses what its guards have seen, and is not there', async () => {
    expect(await statusOf('', () => ({ key: 'mine' }))).toBe(400);
  });

  it.each([
    ['as numbers', () => ({ key: [1, 2] })],
    ['by index', () => ({ key: { 0: '1', 1: '2' } })],
    ['not at all', () => ({})],
  ])('takes what it reads %s', async (_, parser) => {
    expect(await statusOf('?key=1&key=2', parser)).toBe(200);
  });
});
