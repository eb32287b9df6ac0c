import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { EventSource } from 'eventsource';
import { MailboxRuntime } from 'nestjs-mailbox';
import { PROBLEMS } from '../../lib/ingress/problem.js';
import { misprintsOf } from './curl-lines.js';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

describe('The page about events for browsers', () => {
  const snippets = new Snippets('docs/event-stream.md');
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
    expect(await misprintsOf(readPage('docs/event-stream.md'), await open(AppModule as object))).toEqual([]);
  });

  it('shows how to watch an order', async () => {
    const { AppModule, PlaceOrder } = (await snippets.load('orders.ts')) as SnippetModule;
    const { watchOrder } = (await snippets.load('watch-order.ts')) as SnippetModule;
    const url = await open(AppModule as object);
    let tell = (_news: string): void => {};
    const news = new Promise<string>((resolve) => (tell = resolve));
    const events = watchOrder(url, 'o-9', tell) as EventSource;
    await new Promise((resolve) => events.addEventListener('open', resolve));
    app.get(MailboxRuntime).tell(new PlaceOrder({ orderId: 'o-9', quantity: 99 }) as object);
    expect(await news).toBe('failed: out of stock');
    await app.close();
    events.close();
  });

  it('lets a customer listen to an order of theirs', async () => {
    const { GuardedModule } = (await snippets.load('guarded.ts')) as SnippetModule;
    const url = await open(GuardedModule as object);
    for (const query of ['', '?key=o-8', '?key=o-7&key=o-8', '?key[]=o-7', '?key[0]=o-7'])
      expect([query, (await fetch(`${url}/my-order${query}`)).status]).toEqual([query, 403]);
    const allowed = await fetch(`${url}/my-order?key=o-7`);
    expect(allowed.status).toBe(200);
    await allowed.body?.cancel();
    (app.getHttpServer() as { closeAllConnections(): void }).closeAllConnections();
  });

  it('lists, with the page about messages, every problem that there is', () => {
    const rows = ['docs/ingress.md', 'docs/event-stream.md'].flatMap((page) => [
      ...readPage(page).matchAll(/^\| (\d{3}) \| `([\w-]+)` \|/gm),
    ]);
    const listed = new Set(rows.map(([, status, problem]) => `${status} ${problem}`));
    expect([...listed].toSorted()).toEqual(
      Object.entries(PROBLEMS)
        .map(([problem, { status }]) => `${status} ${problem}`)
        .toSorted(),
    );
  });
});
