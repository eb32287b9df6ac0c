import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { curlLinesOf, misprintsOf } from './curl-lines.js';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

describe('The page about messages over HTTP', () => {
  const snippets = new Snippets('docs/ingress.md');
  let app: INestApplication;

  async function open(module: object): Promise<string> {
    app = await NestFactory.create(module, { logger: false });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  afterEach(() => app.close());
  afterAll(() => snippets.remove());

  it('prints what its curl lines answer', async () => {
    const { AppModule } = (await snippets.load('orders.ts')) as SnippetModule;
    const page = readPage('docs/ingress.md');
    expect(curlLinesOf(page).length).toBeGreaterThan(10);
    expect(await misprintsOf(page, await open(AppModule as object))).toEqual([]);
  });

  it('guards a path of its own', async () => {
    const { GuardedModule } = (await snippets.load('guarded.ts')) as SnippetModule;
    const url = await open(GuardedModule as object);
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}/inbox/orders.place-order`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ orderId: 'o-1', quantity: 1 }),
      });
    expect((await post({})).status).toBe(403);
    expect((await post({ 'x-api-key': 'secret' })).status).toBe(202);
  });

  it('lets nobody choose another instance', async () => {
    const { GuardedModule } = (await snippets.load('guarded.ts')) as SnippetModule;
    const url = await open(GuardedModule as object);
    const event = { specversion: '1.0', id: 'e-1', source: '/web', type: 'orders.place-order' };
    const post = (subject: string): Promise<Response> =>
      fetch(`${url}/inbox`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents+json', 'x-api-key': 'secret' },
        body: JSON.stringify({ ...event, subject, data: { orderId: 'o-1', quantity: 1 } }),
      });
    expect((await post('o-2')).status).toBe(400);
    expect((await post('o-1')).status).toBe(202);
  });
});
