import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as parser from '@typescript-eslint/parser';
import { Linter as LinterOf10 } from 'eslint';
import { Linter as LinterOf9 } from 'eslint-9';

import plugin, { type RuleName } from '../src/index.js';
import { type Finding, OxlintFolder } from './oxlint.js';

const ruleNames = Object.keys(plugin.rules) as RuleName[];

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}

interface Example {
  readonly rule: RuleName;
  readonly kind: 'bad' | 'good';
  readonly file: string;
  readonly code: string;
}

const examples: readonly Example[] = ruleNames.flatMap((rule) =>
  (['Bad', 'Good'] as const).flatMap((heading) =>
    blocksUnder(heading, read(`docs/rules/${rule}.md`)).map((code, index) => {
      const kind = heading === 'Bad' ? 'bad' : 'good';
      return { rule, kind, file: `pages/${rule}-${kind}-${index}.ts`, code } as const;
    }),
  ),
);

function blocksUnder(heading: string, page: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
}

/** What ESLint finds with the recommended rules, and the language that a project of its own gives it. */
function rulesFoundBy(Linter: typeof LinterOf10, { code }: { readonly code: string }): readonly unknown[] {
  const config = [{ files: ['**/*.ts'], languageOptions: { parser } }, plugin.configs.recommended];
  const messages = new Linter().verify(code, config as LinterOf10.Config[], 'example.ts');
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

describe('The pages of the rules', () => {
  const folder = new OxlintFolder(new Map(examples.map(({ file, code }) => [file, code])), ruleNames);
  let findings: readonly Finding[];

  beforeAll(() => {
    findings = folder.lint();
  }, 60_000);

  afterAll(() => folder.remove());

  const linters: Readonly<Record<string, (example: Example) => readonly unknown[]>> = {
    'ESLint 10': (example) => rulesFoundBy(LinterOf10, example),
    'ESLint 9': (example) => rulesFoundBy(LinterOf9 as unknown as typeof LinterOf10, example),
    oxlint: ({ file }) =>
      findings.filter((at) => at.file === file).map(({ code }) => code.replace('(', '/').replace(')', '')),
  };

  it.each(ruleNames)('show what is bad and what is good: %s', (rule) => {
    const kinds = examples.filter((example) => example.rule === rule).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['bad', 'good']));
  });

  for (const [linter, rulesFound] of Object.entries(linters)) {
    it.each(examples.filter(({ kind }) => kind === 'bad'))(
      `are right about $file under ${linter}`,
      (example) => {
        expect(new Set(rulesFound(example))).toEqual(new Set([`nestjs-mailbox/${example.rule}`]));
      },
    );

    it.each(examples.filter(({ kind }) => kind === 'good'))(
      `are right about $file under ${linter}`,
      (example) => {
        expect(rulesFound(example)).toEqual([]);
      },
    );
  }

  it('are there for every rule, and for no other', () => {
    const pages = readdirSync(fileURLToPath(new URL('../docs/rules', import.meta.url)));
    expect(pages.toSorted()).toEqual(ruleNames.map((rule) => `${rule}.md`).toSorted());
  });

  it('link to what is there', () => {
    for (const page of ['README.md', ...ruleNames.map((rule) => `docs/rules/${rule}.md`)]) {
      const links = [...read(page).matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link = '']) => link);
      const base = new URL(`../${page}`, import.meta.url);
      expect(links.filter((link) => !existsSync(new URL(link, base)))).toEqual([]);
    }
  });
});

describe('The README', () => {
  it('lists every rule, with what mends it', () => {
    const rows = [...read('README.md').matchAll(/^\| \[`([\w-]+)`\].*\| (.*?) ?\|$/gm)];
    expect(rows.map(([, rule, mends]) => [rule, mends])).toEqual(
      ruleNames.map((rule) => {
        const { fixable, hasSuggestions } = plugin.rules[rule].meta ?? {};
        return [rule, fixable ? '`--fix`' : hasSuggestions ? 'suggests' : ''];
      }),
    );
  });

  it('shows for oxlint what the recommended config holds', () => {
    const [, json = ''] = /^```json file=\.oxlintrc\.json\n(.*?)^```$/ms.exec(read('README.md')) ?? [];
    expect((JSON.parse(json) as { rules: unknown }).rules).toEqual(plugin.configs.recommended.rules);
  });
});
