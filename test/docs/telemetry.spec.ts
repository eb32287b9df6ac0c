import { type INestApplication, Module, type Type } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { MailboxRuntime } from 'nestjs-mailbox';
import { MailboxTelemetryModule } from 'nestjs-mailbox/telemetry';
import { RecordedSpans } from '../telemetry/recorded-spans.js';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

describe('The page about telemetry', () => {
  const snippets = new Snippets('docs/telemetry.md');
  let app: INestApplication;

  async function open(metadata: { controllers?: Type[]; providers?: Type[] } = {}): Promise<string> {
    const { AppModule } = (await snippets.load('app.module.ts')) as SnippetModule;
    const imports = [AppModule as Type, TerminusModule, MailboxTelemetryModule.forRoot()];
    Module({ imports, ...metadata })(WholeModule);
    const module = await Test.createTestingModule({ imports: [WholeModule] }).compile();
    app = module.createNestApplication({ logger: false });
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  class WholeModule {}

  async function order(): Promise<void> {
    const { PlaceOrder } = (await snippets.load('app.module.ts')) as SnippetModule;
    const runtime = app.get(MailboxRuntime);
    runtime.tell(new (PlaceOrder as new (orderId: string) => object)('o-1'));
    while (runtime.snapshot().totals.handled < 1) await new Promise(setImmediate);
  }

  afterEach(() => app.close());
  afterAll(() => snippets.remove());

  it('serves every metric that it lists', async () => {
    const url = await open();
    await order();
    const text = await (await fetch(`${url}/metrics`)).text();
    const listed = [...readPage('docs/telemetry.md').matchAll(/^\| `(mailbox_\w+)` \| (\w+)/gm)];
    expect(listed).toHaveLength(6);
    for (const [, name, type] of listed) expect(text).toContain(`# TYPE ${name} ${type}\n`);
    expect(text).toContain('mailbox_messages_total{actor="order",message="PlaceOrder",outcome="handled"} 1');
  });

  it('shows the trace that it draws', async () => {
    const spans = new RecordedSpans();
    await open();
    await order();
    await app.get(MailboxRuntime).drain();
    const drawn = /```text\nPOST \/orders .*\n([^`]+)```/.exec(readPage('docs/telemetry.md'))?.[1] ?? '';
    const names = (tree: string): string[] =>
      tree
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/ \[| {2,}/)[0] ?? '');
    expect(names(spans.tree())).toEqual(names(drawn));
    await spans.end();
  });

  it('answers probes', async () => {
    const { HealthController } = (await snippets.load('health.controller.ts')) as SnippetModule;
    const url = await open({ controllers: [HealthController as Type] });
    for (const probe of ['live', 'ready']) {
      const response = await fetch(`${url}/health/${probe}`);
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { details: { mailbox: { status: 'up' } } },
      ]);
    }
  });

  it('hears what is told by channels, and takes an instrumentation of one’s own', async () => {
    const { seen, watch, stopWatching } = (await snippets.load('watch-handlers.ts')) as SnippetModule;
    (watch as () => void)();
    const { SlowHandlers } = (await snippets.load('slow-handlers.ts')) as SnippetModule;
    await open({ providers: [SlowHandlers as Type] });
    await order();
    app.get(MailboxRuntime).tell(new (class Stray {})());
    await app.get(MailboxRuntime).drain();
    (stopWatching as () => void)(); // else the runtimes of other specs would be watched as well
    expect(seen).toEqual(expect.arrayContaining(['OrderActor.place handled', 'Stray died: no-recipient']));
  });
});
