import { fifo, MailboxTestKit, toMermaid } from 'nestjs-mailbox/testing';

import { readPage } from './pages.js';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/message-flow.md');
const page = readPage('docs/message-flow.md');

afterAll(() => snippets.remove());

await snippets.load('trace/seats.spec.ts');
await snippets.load('flow/flow.spec.ts');

describe('The page on who tells whom', () => {
  it('prints the trace that its example has', async () => {
    const { CashierActor, Reserve, SeatActor } = await snippets.load('trace/seats.actor.ts');
    const kit = await MailboxTestKit.create({ providers: [SeatActor, CashierActor], scheduler: fifo });
    kit.tell(new Reserve('7a'));
    kit.tell(new Reserve('7b'));
    await kit.settle();
    expect(page).toContain(`\`\`\`text\n${String(kit.trace())}\n\`\`\``);
    kit.deadLetters();
    await kit.close();
  });

  it('draws the flow that its example has', async () => {
    const { CashierActor, Reserve, SeatActor } = await snippets.load('trace/seats.actor.ts');
    const kit = await MailboxTestKit.create({ providers: [SeatActor, CashierActor], scheduler: fifo });
    kit.tell(new Reserve('7a'));
    await kit.settle();
    expect(page).toContain(`\`\`\`mermaid\n${toMermaid(kit.runtime.flow())}\n\`\`\``);
    await kit.close();
  });
});
