import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readCodeBlocks } from './code-blocks.js';
import { repository } from './scratch-app.js';
import type { ScratchApp } from './scratch-app.js';

/** What the README's example must hold, for the request and the test below to have something to talk to. */
const required = ['app.module.ts', 'orders/messages.ts', 'orders/order.actor.ts', 'orders/orders.module.ts'];

/** Lays out the README's named code blocks in `src/`, with what starts them and tests them. */
export function layOutReadmeExample(app: ScratchApp, edit = (source: string): string => source): void {
  const files = readCodeBlocks(readFileSync(join(repository, 'README.md'), 'utf8'));
  for (const file of required) {
    if (!files.has(file)) throw new Error(`README.md has no code block named ${file}`);
  }
  for (const [file, source] of files) app.write(join('src', file), edit(source));

  const extras = ['start.ts', 'readme.spec.ts'];
  for (const file of extras) {
    const source = readFileSync(join(repository, 'test/package/apps/readme-example', file), 'utf8');
    app.write(join('src', file), edit(source));
  }
  app.copy(join(repository, 'test/package/apps/readme-example/one-copy.cjs'), 'one-copy.cjs');
}

/** Orders something from a running example. */
export async function placeOrder(url: string, order: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify(order) });
}
