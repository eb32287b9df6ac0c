import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { faultsOf } from './judge.js';
import { openShop, type Shop } from './shop.js';
import { STATUS_TABLE } from './status-table.js';
import { STREAM_TABLE } from './stream-table.js';

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('the ingress on %s', (_, adapter) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop(adapter(), { limits: { bodyTimeoutMs: 200 } });
  });
  afterAll(() => shop.app.close());

  it.each([...STREAM_TABLE, ...STATUS_TABLE])('answers $name: $status', async (row) => {
    expect(faultsOf(row, await row.send(shop))).toEqual([]);
  });
});
