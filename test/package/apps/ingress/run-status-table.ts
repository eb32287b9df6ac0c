import 'reflect-metadata';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { faultsOf } from './judge.js';
import { openShop } from './shop.js';
import { STATUS_TABLE } from './status-table.js';
import { STREAM_TABLE } from './stream-table.js';

/** Runs every row on both adapters, and prints what was wrong with each, as JSON. */
async function main(): Promise<void> {
  const faults: Record<string, Record<string, readonly string[]>> = { Express: {}, Fastify: {} };
  for (const [name, adapter] of [
    ['Express', new ExpressAdapter()],
    ['Fastify', new FastifyAdapter()],
  ] as const) {
    const shop = await openShop(adapter, { limits: { bodyTimeoutMs: 200 } });
    for (const row of [...STREAM_TABLE, ...STATUS_TABLE]) {
      (faults[name] ??= {})[row.name] = faultsOf(row, await row.send(shop));
    }
    await shop.app.close();
  }
  console.log(JSON.stringify(faults));
}

void main();
