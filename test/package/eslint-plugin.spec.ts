import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { pages, readPage } from '../docs/pages.js';
import { readCodeBlocks } from './code-blocks.js';
import { repository, ScratchApp } from './scratch-app.js';

const plugin = join(repository, 'packages/eslint-plugin');

const FOLDERS = ['src', 'sample-app', 'docs'];

/** Examples that show what the boot report, or the run-time detection of RPC, has to say. */
const WRONG_ON_PURPOSE = /^docs\/(boot-report\.md|the-ban\.md\/disguise\.ts)/;

const EXPECTED = [
  'src/everything-wrong.ts:14 no-mutate-message',
  'src/everything-wrong.ts:15 pass-the-context',
  'src/everything-wrong.ts:16 no-await-tell',
  'src/everything-wrong.ts:18 no-mutate-after-tell',
  'src/everything-wrong.ts:19 no-handler-return',
  'src/everything-wrong.ts:28 no-reply-promise',
  'src/everything-wrong.ts:34 no-actor-injection',
];

interface EslintFile {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string | null;
    readonly line: number;
    readonly message: string;
  }[];
}

interface OxlintReport {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly code?: string;
    readonly message: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

/** One application of a stranger: a file in which all is wrong, the sample app, and every example of the docs. */
describe('The packed lint plugin', () => {
  const app = new ScratchApp();

  beforeAll(async () => {
    app.copy(join(repository, 'test/package/apps/lint'));
    app.copy(join(repository, 'sample-app/src'), 'sample-app');
    for (const page of pages) {
      for (const [file, source] of readCodeBlocks(readPage(page))) {
        if (!WRONG_ON_PURPOSE.test(`${page}/${file}`)) app.write(join('docs', page, file), source);
      }
    }
    for (const [file, source] of readCodeBlocks(readFileSync(join(plugin, 'README.md'), 'utf8'))) {
      app.write(file, source);
    }
    await app.install(plugin);
  }, 300_000);

  afterAll(() => app.remove());

  /** What ESLint reports, a line each; it exits with 1 when there is something. */
  async function runEslint(version: 'eslint' | 'eslint-9', config: string): Promise<readonly string[]> {
    const report = join(app.folder, `${version}-${config}.json`);
    const eslint = join('node_modules', version, 'bin/eslint.js');
    await app
      .run('node', [eslint, '--config', config, '--format', 'json', '--output-file', report, ...FOLDERS])
      .catch(() => {});
    const files = JSON.parse(readFileSync(report, 'utf8')) as readonly EslintFile[];
    expect(files.length).toBeGreaterThan(60);
    return files.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, message }) =>
        lineOf(relative(app.folder, filePath), line, ruleId ?? message),
      ),
    );
  }

  it.each([
    ['eslint', 'eslint.config.js'],
    ['eslint-9', 'eslint.config.cjs'],
  ] as const)(
    'finds what is wrong, and nothing else, under %s with %s',
    async (version, config) => {
      expect(await runEslint(version, config)).toEqual(EXPECTED);
    },
    120_000,
  );

  it('finds what is wrong, and nothing else, under oxlint', async () => {
    const output = await app
      .bin('oxlint', '--format', 'json', ...FOLDERS)
      .catch((error: Error) => error.message);
    const report = JSON.parse(output.slice(output.indexOf('{'))) as OxlintReport;
    const ours = report.diagnostics.filter(
      ({ code }) => code === undefined || code.startsWith('nestjs-mailbox'),
    );
    expect(
      ours
        .map(({ filename, code, message, labels: [label] }) =>
          lineOf(filename, label?.span.line ?? 0, code?.replace('(', '/').replace(')', '') ?? message),
        )
        .toSorted(),
    ).toEqual(EXPECTED);
  }, 120_000);

  it('has types for configs in either module system', async () => {
    await app.bin(
      'tsc',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--skipLibCheck',
      'types.mts',
      'types.cts',
    );
  }, 120_000);
});

function lineOf(file: string, line: number, rule: string): string {
  return `${file}:${line} ${rule.replace('nestjs-mailbox/', '')}`;
}
