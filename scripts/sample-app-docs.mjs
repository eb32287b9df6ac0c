// Writes docs/sample-app.md: how the sample app's messages flow, from a run of it. With --check it only says whether the page is up to date.
// Needs the library (npm run build) and the sample app (npm run build --workspace sample-app) as built.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fifo, MailboxTestKit, toMermaid } from 'nestjs-mailbox/testing';
import { goEveryWay, PREDICTABLE_SHOP } from '../sample-app/dist/flow/every-way.js';
import { FulfilmentModule } from '../sample-app/dist/fulfilment.module.js';

const page = fileURLToPath(new URL('../docs/sample-app.md', import.meta.url));

// With a scheduler of its own, so that the page does not depend on how busy the machine is.
const kit = await MailboxTestKit.create({
  imports: [FulfilmentModule.forRoot(PREDICTABLE_SHOP)],
  scheduler: fifo,
});
kit.app.useLogger(false);
await goEveryWay(kit);
const text = `# The sample app's messages

<!-- Written by scripts/sample-app-docs.mjs. -->

The [sample app](../sample-app) fulfils orders. This is what its actors tell each other when one order goes each way that an order
can go. The numbers are counts; \`outside\` is the controller and the carrier. A test of the sample app holds this graph against the
edges that it declares ([message flow](message-flow.md)).

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

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/sample-app.md is out of date; run: npm run docs:sample-app');
  process.exitCode = 1;
}
