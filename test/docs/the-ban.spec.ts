import { MailboxTestKit } from 'nestjs-mailbox/testing';

import { readPage } from './pages.js';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/the-ban.md');

afterAll(() => snippets.remove());

describe('What docs/the-ban.md allows', () => {
  it('compiles, boots and is handled', async () => {
    const { DoorActor, Enter, Knock, Ring } = await snippets.load('allowed.ts');
    const kit = await MailboxTestKit.create({ providers: [DoorActor] });

    for (const message of [new Knock(), new Ring(), new Knock(), new Enter('Ann')]) kit.tell(message);
    await kit.settle();

    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 4, dead: 0 });
    await kit.close();
  });
});

describe('RPC in disguise, on docs/the-ban.md', () => {
  it('fails a test with the line that the page shows', async () => {
    const { OrderActor, PlaceOrder, StockActor } = await snippets.load('disguise.ts');
    const kit = await MailboxTestKit.create({
      providers: [OrderActor, StockActor],
      unseenDeadLetters: 'ignore',
      configure: (builder) => builder.setLogger({ log() {}, warn() {}, error() {} }),
    });

    kit.tell(new PlaceOrder());
    const failure: unknown = await kit.settle({ withinMs: 60_000 }).catch((error: unknown) => error);

    const [line] = /OrderActor\.place of .*handled$/m.exec((failure as Error).message) ?? [];
    expect(readPage('docs/the-ban.md')).toContain(`\n${line}\n`);
    await kit.close();
  });
});
