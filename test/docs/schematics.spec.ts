import prettier from 'prettier';

import { actor } from '../../lib/schematics/actor.schematic.js';
import { message } from '../../lib/schematics/message.schematic.js';
import { packageFile, VirtualProject } from '../schematics/virtual-project.js';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/schematics.md');

// The generated test is one of ours: it says itself what it describes.
await snippets.load('orders/order.actor.spec.ts');

describe('The files of docs/schematics.md', () => {
  const project = new VirtualProject({
    '/package.json': packageFile({ type: 'module', dependencies: { zod: '^4.0.0' } }),
  });

  beforeAll(async () => {
    await project.run(actor({ name: 'orders/order', key: 'orderId' }));
    await project.run(message({ name: 'orders/place-order', key: 'orderId', schema: true }));
  });

  afterAll(() => snippets.remove());

  it.each([...snippets.files])('are what the schematics write: %s', async (file, source) => {
    const options = { parser: 'typescript', singleQuote: true } as const; // as in a new project
    expect(await prettier.format(project.read(`/src/${file}`), options)).toBe(source);
  });

  it('make messages', async () => {
    const { PlaceOrder } = await snippets.load('orders/messages.ts');
    expect(PlaceOrder.from({ orderId: 'o-1' })).toMatchObject({ orderId: 'o-1' });
  });
});
