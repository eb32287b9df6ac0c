import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { readPage } from './docs/pages.js';
import { repository } from './docs/snippets.js';

/** The words of this project. A new one gets a line in docs/architecture.md, and one here. */
const WORDS = [
  'message',
  'message type',
  'envelope',
  'actor',
  'handler',
  'key',
  'mailbox',
  'ref',
  'cell',
  'tell / deliver / publish',
  'conversation',
  'dead letter',
  'supervision',
  'passivation',
  'stash',
  'backpressure',
  'drain',
];

interface Entry {
  readonly word: string;
  readonly meaning: string;
  readonly home: string;
  readonly name: string;
}

const ROW = /^\| ([^|]+?) \| ([^|]+?) \| [^|]*\| (\S+) \| `([^`]+)` \|$/gm;
const [, section = ''] = readPage('docs/architecture.md').split('## The words');
const entries: readonly Entry[] = [...section.matchAll(ROW)].map(
  ([, word = '', meaning = '', home = '', name = '']) => ({ word, meaning, home, name }),
);

const sources = readdirSync(join(repository, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => join('lib', file));

/** Where a file of that name, and nothing more, is the word's home without anybody saying so: `dead-letter.ts`. */
function bareFilesOf(word: string): readonly string[] {
  return sources.filter((file) => basename(file) === `${word.replaceAll(' ', '-')}.ts`);
}

describe('The glossary of docs/architecture.md', () => {
  it('has every word, once', () => {
    expect(entries.map(({ word }) => word)).toEqual(WORDS);
  });

  it('says each meaning once', () => {
    expect(new Set(entries.map(({ meaning }) => meaning)).size).toBe(WORDS.length);
  });

  it.each(entries)('finds $word at home in $home', ({ home, name }) => {
    expect(existsSync(join(repository, home))).toBe(true);
    const declaration = new RegExp(
      String.raw`\b(class|interface|type|const|function) ${name}\b|^ +${name}\(`,
      'm',
    );
    expect(readFileSync(join(repository, home), 'utf8')).toMatch(declaration);
  });

  it.each(entries)('knows no second home of $word', ({ word, home }) => {
    expect(bareFilesOf(word).filter((file) => file !== home)).toEqual([]);
  });

  it.each(entries)('declares $name of $word nowhere else', ({ name, home }) => {
    const declaration = new RegExp(
      String.raw`^export (abstract )?(class|interface|type|const|function) ${name}\b`,
      'm',
    );
    const others = sources.filter(
      // A decorator brings the word to a user's class; what it means is decided at its home.
      (file) =>
        !file.endsWith('.decorator.ts') &&
        file !== home &&
        declaration.test(readFileSync(join(repository, file), 'utf8')),
    );
    expect(others).toEqual([]);
  });
});
