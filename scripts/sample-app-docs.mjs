// Writes the pages on the sample app from runs of it: docs/sample-app.md, how its messages flow, and docs/sample-app-rehearsal.md, what
// happens when they are lost. With --check it only says whether the pages are up to date.
// Needs the library (npm run build) and the sample app (npm run build --workspace sample-app) as built.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectRehearsal, fifo, MailboxTestKit, rehearsalReport, toMermaid } from 'nestjs-mailbox/testing';
import { goEveryWay, PREDICTABLE_SHOP } from '../sample-app/dist/flow/every-way.js';
import { FulfilmentModule } from '../sample-app/dist/fulfilment.module.js';
import { ACCEPTED } from '../sample-app/dist/rehearsal/accepted.js';
import { shopWith } from '../sample-app/dist/rehearsal/plan.js';

/** Enough for all orders, so that a page says what a fault does, and not who else got the last mug. */
const PLENTY = 9;

const WRITTEN = '<!-- Written by scripts/sample-app-docs.mjs. -->';

async function flowPage() {
  // With a scheduler of its own, so that the page does not depend on how busy the machine is.
  const kit = await MailboxTestKit.create({
    imports: [FulfilmentModule.forRoot(PREDICTABLE_SHOP)],
    scheduler: fifo,
  });
  kit.app.useLogger(false);
  await goEveryWay(kit);
  const text = `# The sample app's messages

${WRITTEN}

The [sample app](../sample-app) fulfils orders. This is what its actors tell each other when one order goes each way that an order
can go. The numbers are counts; \`outside\` is the controller and the carrier. A test of the sample app holds this graph against the
edges that it declares ([message flow](message-flow.md)). What happens when messages get lost: [rehearsed](sample-app-rehearsal.md).

\`\`\`mermaid
${toMermaid(kit.runtime.flow())}
\`\`\`

## An order that is shipped

\`\`\`text
${String(kit.trace({ key: 'shipped' }))}
\`\`\`

\`\`\`mermaid
${kit.trace({ key: 'shipped' }).toMermaid()}
\`\`\`

## An order that the carrier forgets

\`\`\`text
${String(kit.trace({ key: 'forgotten', times: true }))}
\`\`\`
`;
  await kit.close();
  return text;
}

async function rehearsalPage() {
  const report = await rehearsalReport(shopWith(PLENTY), { seed: 7 });
  expectRehearsal(report, ACCEPTED);
  const [, body] = report.toMarkdown().split(/^# .*\n/m);
  return `# The sample app, rehearsed

${WRITTEN}

This is the [report](rehearsal.md#the-report) on the [sample app](../sample-app): seven orders, each of which wants to go another way, and
each message type lost, doubled, failing, or the last thing before a crash. Its tests go further: 500 runs in which many messages meet
faults at once, and in which orders compete for the stock. What has to hold in all of them is written down in
\`sample-app/src/rehearsal/invariants.ts\`.

Nothing breaks. What the report says all the same is accepted, for a reason; whatever else it says fails a test
(\`sample-app/src/rehearsal/accepted.ts\`):

- **Nothing notices that news are lost**, as nobody waits for them: \`OrderConfirmed\` and what else is published. The views are wrong for
  30 seconds at most. Then they read in the books.
- **Nothing notices that a reminder is lost** which reminds somebody who has forgotten nothing: \`ResumeOrder\` to an order that is alive,
  \`ShipOrder\` for a parcel that waits already. The next one comes by itself.
- **Requests are answered again** when they come twice. The work is done once, but the answer may be what was lost, so it is given
  again; an order passes over what it has heard already. The report calls that not idempotent, since another actor hears of it.
- **Most messages have no schema.** They never leave the process, where the compiler knows them. What comes from outside has one. On a
  durable mailbox messages would outlive the code that wrote them: then each needs a schema, and a name of its own.
- **An order takes ten seconds at worst**: it is the one that the carrier forgets.

${body}`;
}

function write(name, text) {
  const page = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  if (!process.argv.includes('--check')) writeFileSync(page, text);
  else if (readFileSync(page, 'utf8') !== text) {
    console.error(`docs/${name} is out of date; run: npm run docs:sample-app`);
    process.exitCode = 1;
  }
}

write('sample-app.md', await flowPage());
write('sample-app-rehearsal.md', await rehearsalPage());
