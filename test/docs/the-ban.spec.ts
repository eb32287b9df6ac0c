import { MailboxTestKit } from 'nestjs-mailbox/testing';

import { Snippets } from './snippets.js';

describe('What docs/the-ban.md allows', () => {
  const snippets = new Snippets('docs/the-ban.md');

  afterAll(() => snippets.remove());

  it('compiles, boots and is handled', async () => {
    const { DoorActor, Enter, Knock, Ring } = await snippets.load('allowed.ts');
    const kit = await MailboxTestKit.create({ providers: [DoorActor] });

    for (const message of [new Knock(), new Ring(), new Knock(), new Enter('Ann')]) kit.tell(message);
    await kit.settle();

    expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 4, dead: 0 });
    await kit.close();
  });
});
