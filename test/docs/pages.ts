import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './snippets.js';

/** Every page that users read, by its path in the repository. */
export const pages: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file))
    .toSorted(),
];

export function readPage(page: string): string {
  return readFileSync(join(repository, page), 'utf8');
}
