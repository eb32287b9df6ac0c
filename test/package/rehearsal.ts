import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readCodeBlocks } from './code-blocks.js';
import { repository } from './scratch-app.js';
import type { ScratchApp } from './scratch-app.js';

const SOURCES = join(repository, 'test/package/apps/rehearsal');

/** Tests in either runner: under real timers, and under fake ones. */
export const REHEARSAL_TESTS = 8;

/** Lays out the first rehearsal of docs/rehearsal.md, and what runs it in a scratch application: a script, and tests of any runner. */
export function layOutRehearsal(app: ScratchApp, edit = (source: string): string => source): void {
  const page = readFileSync(join(repository, 'docs/rehearsal.md'), 'utf8');
  for (const [file, source] of readCodeBlocks(page)) app.write(join('src', file), edit(source));
  for (const file of readdirSync(SOURCES))
    app.write(join('src/rehearsal', file), edit(readFileSync(join(SOURCES, file), 'utf8')));
}

/** Where a Node of another major lies that npm has installed for this platform. */
export function otherNodeOf(app: ScratchApp): string {
  return join(app.folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
}
