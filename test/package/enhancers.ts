import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './scratch-app.js';
import type { ScratchApp } from './scratch-app.js';

/** Lays out the cases of the enhancers, as the unit tests play them, and what plays them in a scratch application. */
export function layOutEnhancers(app: ScratchApp, edit = (source: string): string => source): void {
  for (const folder of ['test/enhancers', 'test/package/apps/enhancers']) {
    for (const file of readdirSync(join(repository, folder)).filter((name) => !name.endsWith('.spec.ts'))) {
      app.write(join('src/enhancers', file), edit(readFileSync(join(repository, folder, file), 'utf8')));
    }
  }
}

/** What was to be seen of each case, by its name. */
export async function playEnhancerCases(app: ScratchApp): Promise<unknown> {
  return JSON.parse(await app.run('node', ['dist/enhancers/run-enhancer-cases.js']));
}
