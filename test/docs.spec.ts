import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';

import { pages, readPage } from './docs/pages.js';
import { findMisquote, quotesIn } from './docs/quotes.js';
import { repository, Snippets } from './docs/snippets.js';

const FENCE = /^```(\w+)(.*)$/gm;
const LINK = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;
const pagesWithCode = pages.filter((page) => /^```ts (?!from=)/m.test(readPage(page)));
const pagesWithCurl = pages.filter((page) => /^\s*curl /m.test(readPage(page)));
const pagesWithQuotes = pages.filter((page) => quotesIn(page).length > 0);

/** The errors that the compiler finds in files, with this repository's own options, a line each. */
function errorsOf(files: readonly string[]): readonly string[] {
  const path = join(repository, 'tsconfig.json');
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8')) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: [] },
    ts.sys,
    repository,
  );
  delete options.rootDir; // the files lie elsewhere
  const program = ts.createProgram({ rootNames: files, options });
  return [...program.getOptionsDiagnostics(), ...files.flatMap((file) => errorsIn(program, file))].map(
    describeError,
  );
}

function errorsIn(program: ts.Program, file: string): readonly ts.Diagnostic[] {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}

function describeError({ file, start = 0, messageText }: ts.Diagnostic): string {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  return file === undefined
    ? text
    : `${file.fileName}:${file.getLineAndCharacterOfPosition(start).line + 1} ${text}`;
}

/** The anchor that a heading gets on GitHub. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

function anchorsIn(page: string): readonly string[] {
  return [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe('The docs', () => {
  const snippets = new Map(pagesWithCode.map((page) => [page, new Snippets(page)]));
  const files = [...snippets].flatMap(([page, all]) =>
    [...all.files.keys()].map((file) => [page, file] as const),
  );
  let errors: readonly string[];

  beforeAll(() => {
    errors = errorsOf(files.map(([page, file]) => (snippets.get(page) as Snippets).pathOf(file)));
  }, 60_000);

  afterAll(() => {
    for (const page of snippets.values()) page.remove();
  });

  it('have code', () => {
    expect(pagesWithCode).toEqual(
      expect.arrayContaining(['README.md', 'docs/leaving.md', 'docs/recipes.md']),
    );
  });

  it.each(pagesWithCode)('name the file of each TypeScript block of %s', (page) => {
    const fences = [...readPage(page).matchAll(FENCE)].filter(
      ([, language = '', name = '']) => /^(ts|typescript)$/.test(language) && !name.startsWith(' from='),
    );
    expect(fences.map(([, , name]) => name)).toEqual(
      fences.map(() => expect.stringMatching(/^ file=[\w./-]+\.ts$/)),
    );
    expect(fences).toHaveLength((snippets.get(page) as Snippets).files.size);
  });

  it('have no TypeScript under another name', () => {
    const languages = pages.flatMap((page) =>
      [...readPage(page).matchAll(FENCE)].map(([, language]) => language),
    );
    expect(new Set(languages)).toEqual(new Set(['mermaid', 'sh', 'text', 'ts']));
  });

  it.each(files)('compile %s: %s', (page, file) => {
    const path = (snippets.get(page) as Snippets).pathOf(file);
    expect(errors.filter((error) => error.startsWith(path))).toEqual([]);
  });

  it('compile as one program', () => {
    expect(errors).toEqual([]);
  });

  it.each(pagesWithCode)('are run, what %s shows', (page) => {
    const spec = readFileSync(
      join(repository, 'test/docs', `${basename(page, '.md').toLowerCase()}.spec.ts`),
      'utf8',
    );
    if (spec.includes('load(file)')) return; // it says of each section that it has one file, and loads that
    const loaded = [...spec.matchAll(/load\(\s*'([^']+)',?\s*\)/g)].map(([, file = '']) => file);
    expect(
      [...(snippets.get(page) as Snippets).files.keys()].filter((file) => !isRun(page, file, loaded)),
    ).toEqual([]);
  });

  it.each(pagesWithCurl)('are typed into a shell, the curl lines of %s', (page) => {
    const spec = join(repository, 'test/docs', `${basename(page, '.md').toLowerCase()}.spec.ts`);
    expect(readFileSync(spec, 'utf8')).toContain('misprintsOf(');
  });

  it.each(pagesWithQuotes)('quote in %s what the files say', (page) => {
    const misquotes = quotesIn(page).map((quote) => [quote.file, findMisquote(quote)]);
    expect(misquotes.filter(([, passage]) => passage !== undefined)).toEqual([]);
  });

  it.each(pagesWithQuotes)('quote in %s files that a spec of theirs runs', (page) => {
    const run = filesRunBySpecs();
    expect(quotesIn(page).filter(({ file }) => !run.has(file))).toEqual([]);
  });

  it('have no source file that no spec runs', () => {
    const run = filesRunBySpecs();
    expect(sourceFiles().filter((file) => !run.has(file))).toEqual([]);
  });

  it('are all linked from the README', () => {
    const isRead = (page: string) => page.startsWith('docs/') && !page.startsWith('docs/adr/');
    expect(pages.filter((page) => isRead(page) && !readPage('README.md').includes(`](${page})`))).toEqual([]);
  });

  it.each(pages)('link from %s to what is there', (page) => {
    const broken = [...readPage(page).matchAll(LINK)].filter(([, path = '', anchor]) => {
      const target = path === '' ? page : relative(repository, join(repository, dirname(page), path));
      if (!existsSync(join(repository, target))) return true;
      return anchor !== undefined && !anchorsIn(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  /** A file is run if its page's spec loads it, or one that imports it. */
  function isRun(page: string, file: string, loaded: readonly string[], seen = new Set<string>()): boolean {
    if (loaded.includes(file)) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    const all = (snippets.get(page) as Snippets).files;
    return [...all].some(
      ([importer, source]) =>
        importsOf(importer, source).includes(file) && isRun(page, importer, loaded, seen),
    );
  }
});

function importsOf(file: string, source: string): readonly string[] {
  return [...source.matchAll(/from '(\..*)\.js'/g)].map(([, path = '']) => join(dirname(file), `${path}.ts`));
}

/** The TypeScript files that lie in docs/, by their paths in the repository. */
function sourceFiles(): readonly string[] {
  return readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join('docs', file));
}

/** The specs that lie in docs/, and what they import, by whatever way. */
function filesRunBySpecs(): ReadonlySet<string> {
  const run = new Set(sourceFiles().filter((file) => file.endsWith('.spec.ts')));
  for (const file of run) {
    for (const imported of importsOf(file, readFileSync(join(repository, file), 'utf8'))) run.add(imported);
  }
  return run;
}
