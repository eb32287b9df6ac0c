import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { readPage } from './pages.js';
import { repository } from './snippets.js';

/** A code fence that quotes a file, named from the page's own folder: ```ts from=migrating/step-0-services/tables.ts */
const FENCE = /^```\w+ from=(\S+)\n(.*?)^```$/gms;

/** What a page leaves out of a file. */
const ELLIPSIS = '// …';

/** A code block that shows lines of a file of this repository, as they stand in it. */
export interface Quote {
  /** Its path in the repository. */
  readonly file: string;
  readonly text: string;
}

export function quotesIn(page: string): readonly Quote[] {
  return [...readPage(page).matchAll(FENCE)].map(([, path = '', text = '']) => ({
    file: join(dirname(page), path),
    text,
  }));
}

/** Gives the first passage of a quote that its file does not have, or not after the passages before it. Indentation aside. */
export function findMisquote({ file, text }: Quote): string | undefined {
  let rest = withoutIndentation(readFileSync(join(repository, file), 'utf8'));
  for (const passage of passagesOf(text)) {
    const at = rest.indexOf(passage);
    if (at === -1) return passage;
    rest = rest.slice(at + passage.length - 1); // the line break is also where the next passage begins
  }
  return undefined;
}

function passagesOf(text: string): readonly string[] {
  return withoutIndentation(text)
    .split(`${ELLIPSIS}\n`)
    .map((passage) => `\n${passage.trim()}\n`)
    .filter((passage) => passage.trim() !== '');
}

function withoutIndentation(text: string): string {
  return `\n${text.replaceAll(/^[ \t]+/gm, '')}\n`;
}
