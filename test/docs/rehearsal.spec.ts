import { RehearsalError, type RehearsalReport, rehearsalReport, rehearse } from 'nestjs-mailbox/testing';
import { readPage } from './pages.js';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/rehearsal.md');
const page = readPage('docs/rehearsal.md');

/** Hundreds of applications are made, and the machine may have other work. */
const PATIENCE_MS = 60_000;

afterAll(() => snippets.remove());

describe('The page on rehearsal', () => {
  it(
    'prints the finding that its example has, and the line that shows it again',
    async () => {
      const { rehearsal } = await snippets.load('rehearsal/orders.rehearsal.ts');
      const { plan } = await snippets.load('rehearsal/orders.plan.ts');
      const found: unknown = await rehearsal().catch((error: unknown) => error);
      if (!(found instanceof RehearsalError)) throw found;
      expect(page).toContain(`\`\`\`text\n${found.message}\n\`\`\``);
      await expect(rehearse(plan, { replay: found.replay })).rejects.toThrow(found.finding);
    },
    PATIENCE_MS,
  );

  it(
    'shows a report that keeps within its thresholds, and the lines that it quotes',
    async () => {
      const { reportOrders } = await snippets.load('rehearsal/orders.report.ts');
      const report: RehearsalReport = await reportOrders();
      const [, quoted = ''] = /```text\n(- [^]+?)```/.exec(page) ?? [];
      expect(report.toMarkdown()).toContain(quoted);

      const { observed } = await snippets.load('rehearsal/observed.plan.ts');
      const seen = await rehearsalReport(observed, { runs: 0, each: 1 });
      const { lost } = seen.messages.find(({ type }) => type === 'ReserveStock') ?? {};
      expect(lost?.differs).toContainEqual(expect.stringMatching(/^observed\.o-\d is 'placed' instead of/));
    },
    PATIENCE_MS,
  );

  it('loses the one message that its plain test wants lost', async () => {
    const { loseOne } = await snippets.load('rehearsal/faults.ts');
    expect(await loseOne()).toBe('placed');
  });
});
