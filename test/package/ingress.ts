import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './scratch-app.js';
import type { ScratchApp } from './scratch-app.js';

/** Lays out the status tables of the ingress and the event stream, as the unit tests run it, and what runs it in a scratch application. */
export function layOutIngress(app: ScratchApp, edit: (source: string) => string): void {
  const files = ['shop.ts', 'status-table.ts', 'stream-table.ts', 'judge.ts'].map((name) =>
    join('test/ingress', name),
  );
  for (const file of [...files, 'test/package/apps/ingress/run-status-table.ts']) {
    const [name = ''] = file.split('/').slice(-1);
    app.write(join('src/ingress', name), edit(readFileSync(join(repository, file), 'utf8')));
  }
}

/** The rows of the tables that were answered otherwise, by adapter, and how many there were. */
export async function runStatusTable(
  app: ScratchApp,
): Promise<{ readonly rows: number; readonly faults: object }> {
  const printed = await app.run('node', ['dist/ingress/run-status-table.js']);
  const results = JSON.parse(printed) as Record<string, Record<string, readonly string[]>>;
  const all = Object.entries(results).flatMap(([adapter, rows]) =>
    Object.entries(rows).map(([name, faults]) => [`${adapter}: ${name}`, faults] as const),
  );
  return { rows: all.length, faults: Object.fromEntries(all.filter(([, faults]) => faults.length > 0)) };
}
