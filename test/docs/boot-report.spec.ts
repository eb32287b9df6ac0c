import { type ModuleMetadata, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { MailboxBootError, MailboxModule } from 'nestjs-mailbox';
import { ManualClock } from 'nestjs-mailbox/testing';

import { BOOT_FINDING_CODES } from '../../lib/nest/boot-finding.js';
import { MAILBOX_SYSTEM } from '../../lib/nest/index.js';
import { RecordedLogger } from '../nest/recorded-logger.js';
import { readPage } from './pages.js';
import { type SnippetModule, Snippets } from './snippets.js';

const PAGE = 'docs/boot-report.md';
const page = readPage(PAGE);
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    code: section.slice(0, section.indexOf('\n')),
    files: [...section.matchAll(/^```ts file=(\S+)$/gm)].map(([, file = '']) => file),
    isWarning: page.indexOf(`### ${section}`) > page.indexOf('## Warnings'),
  }));

/** A snippet's own module, or one that lists its classes. */
function importOf(snippet: SnippetModule): ModuleMetadata {
  if (snippet['AppModule'] !== undefined) return { imports: [snippet['AppModule'] as Type] };
  return { providers: Object.values(snippet).filter((value) => typeof value === 'function') as Type[] };
}

/** Everything that is said when a snippet starts, findings and warnings alike. */
async function saidOf(snippet: SnippetModule): Promise<string> {
  const logger = new RecordedLogger();
  const clock = new ManualClock();
  const { imports = [], providers = [] } = importOf(snippet);
  try {
    const module = await Test.createTestingModule({
      imports: [MailboxModule.forRoot(), ...imports],
      providers,
    })
      .overrideProvider(MAILBOX_SYSTEM)
      .useValue({ logger, clock })
      .compile();
    await module.init();
    clock.advance(10_000);
    await module.close();
    return logger.lines.filter((line) => line.startsWith('warn ')).join('\n');
  } catch (error) {
    return error instanceof MailboxBootError ? error.message : String(error);
  }
}

const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\(([A-Z_]{6,})\)/g)].map(([, code = '']) => code);

/** Nest 12 resolves what an actor asks for before anybody else looks at it. */
const FIRST_SAID_BY_NEST: Readonly<Record<string, RegExp>> = {
  UNRESOLVED_DEPENDENCY: /can't resolve dependencies of the OrderActor/,
};

describe('docs/boot-report.md', () => {
  const snippets = new Snippets(PAGE);

  afterAll(() => snippets.remove());

  it('has a section for each code of the report, and no other', () => {
    expect(sections.map(({ code }) => code).toSorted()).toEqual([...BOOT_FINDING_CODES].toSorted());
  });

  it.each(sections)('shows $code by the example of its own', async ({ code, files, isWarning }) => {
    expect(files).toEqual([`${code.toLowerCase().replaceAll('_', '-')}.ts`]);
    const [file = ''] = files;
    const snippet = await snippets.load(file);
    const { NODE_ENV } = process.env;
    const listeners = process.listeners('SIGTERM');
    process.removeAllListeners('SIGTERM');
    Object.assign(process.env, snippet['env']);
    try {
      const said = await saidOf(snippet);
      expect(said).toMatch(FIRST_SAID_BY_NEST[code] ?? `(${code})`);
      expect(codesIn(said)).toEqual(code in FIRST_SAID_BY_NEST ? [] : [code]);
      expect(said.startsWith('warn ')).toBe(isWarning);
    } finally {
      process.env.NODE_ENV = NODE_ENV;
      for (const listener of listeners) process.on('SIGTERM', listener);
    }
  });
});
