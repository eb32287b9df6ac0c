import { readFileSync } from 'node:fs';

import { Linter as LinterOf10 } from 'eslint';
import { Linter as LinterOf9 } from 'eslint-9';

import plugin, { type RuleName } from '../src/index.js';
import { casesOfRules } from './cases/index.js';
import { OxlintFolder } from './oxlint.js';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};

/** What a JavaScript project without decorators may look like; nothing in it is an actor. */
const script = `
import { MailboxRuntime } from 'nestjs-mailbox';
export class Service {
  static #count = 0;
  mailbox = new MailboxRuntime();
  static { Service.#count += 1; }
  constructor({ a, ...rest } = {}, [b] = []) { rest.x = b; this.a = a; }
  get size() { return this.mailbox?.snapshot(); }
  async run() { await this.mailbox.tell({}); label: for (;;) break label; }
}
export default function* () { yield* []; }
`;

describe('The plugin', () => {
  it('is what its package says', () => {
    expect(plugin.meta).toMatchObject({ name: manifest.name, version: manifest.version });
  });

  it('recommends all its rules', () => {
    expect(plugin.configs.recommended.rules).toEqual(
      Object.fromEntries(Object.keys(plugin.rules).map((rule) => [`nestjs-mailbox/${rule}`, 'error'])),
    );
    expect(plugin.configs.recommended.plugins).toEqual({ 'nestjs-mailbox': plugin });
  });

  it('has cases for all its rules', () => {
    expect(Object.keys(casesOfRules).toSorted()).toEqual(Object.keys(plugin.rules).toSorted());
  });

  it.each([
    ['ESLint 10', LinterOf10],
    ['ESLint 9', LinterOf9 as unknown as typeof LinterOf10],
  ])('reads plain JavaScript with the own parser of %s', (_name, Linter) => {
    const messages = new Linter().verify(script, [plugin.configs.recommended]);
    expect(messages.map(({ ruleId, line }) => [ruleId, line])).toEqual([['nestjs-mailbox/no-await-tell', 9]]);
  });

  it('reads plain JavaScript under oxlint', () => {
    const folder = new OxlintFolder(
      new Map([['script.js', script]]),
      Object.keys(plugin.rules) as RuleName[],
    );
    try {
      expect(folder.lint().map(({ code, line }) => [code, line])).toEqual([
        ['nestjs-mailbox(no-await-tell)', 9],
      ]);
    } finally {
      folder.remove();
    }
  }, 60_000);
});
