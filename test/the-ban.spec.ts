import { inspect } from 'node:util';

import { type Activity, MailboxBootError, ReturnedValueError } from 'nestjs-mailbox';
import { MailboxTestKit } from 'nestjs-mailbox/testing';
import ts from 'typescript';

import { readPage } from './docs/pages.js';
import { SourceFolder } from './docs/snippets.js';
import { compile } from './types/compile.js';

/** Stands in every value, so that it can be looked for where it must not be. */
const MARK = '8675309';

/** The shapes of a row: what is declared, and what is returned. */
const SHAPES: Readonly<Record<string, readonly (readonly [method: string, value: string])[]>> = {
  'a number or a string': [
    ['on(): number', `${MARK}`],
    ['on(): string', `'${MARK}'`],
  ],
  'a promise of a value': [['async on(): Promise<number>', `${MARK}`]],
  '`null`': [['on(): null', 'null']],
  'an array': [['on(): number[]', `[${MARK}]`]],
  'an instance of a class': [['on(): Order', `new Order('${MARK}')`]],
  'a generator': [['*on(): Generator<number>', `yield ${MARK}`]],
  'an async generator': [['async *on(): AsyncGenerator<number>', `yield ${MARK}`]],
  'an Observable': [['on(): Observable<number>', `of(${MARK})`]],
  '`any`, `unknown` or a promise of it': [
    ['on(): any', `{ secret: ${MARK} }`],
    ['on(): unknown', `{ secret: ${MARK} }`],
    ['async on(): Promise<any>', `{ secret: ${MARK} }`],
    ['async on(): Promise<unknown>', `{ secret: ${MARK} }`],
  ],
  'a union, `void | string`': [['on(): void | string', `'${MARK}'`]],
};

/** A row of the table in docs/the-ban.md. */
interface Row {
  readonly shape: string;
  readonly compile: string;
  readonly boot: string;
  readonly run: string;
  readonly kinds: readonly string[];
}

const rows: readonly Row[] = [
  ...readPage('docs/the-ban.md').matchAll(/^\| ([^[].*?) \| (refused) \|(.*)$/gm),
].map(([, shape = '', atCompile = '', rest = '']) => {
  const [boot = '', run = '', kind = ''] = rest.split('|').map((cell) => cell.trim());
  const kinds = [...kind.matchAll(/`(\w+)`/g)].map(([, word = '']) => word);
  return { shape: shape.replaceAll('\\|', '|'), compile: atCompile, boot, run, kinds };
});

/** An actor that does what its declaration says; and, for the third layer, one that says `void` and returns the same. */
function sourceOf(method: string, value: string): string {
  const body = value.startsWith('yield') ? value : `return ${value}`;
  return `
import { Actor, Handle } from 'nestjs-mailbox';
import { of, Observable } from 'rxjs';

export class Ping { constructor(readonly isQuiet = false) {} }
export class Order { constructor(readonly id: string) {} }

@Actor()
export class Honest {
  @Handle(Ping)
  ${method} { ${body}; }
}

class Source {
  ${method} { ${body}; }
}

@Actor()
export class Liar {
  @Handle(Ping)
  on(message: Ping): void {
    if (!message.isQuiet) return new Source().on() as never;
  }
}
`;
}

/** As a transpiler does: types are dropped unchecked, and what decorators need of them is left behind. */
function transpile(source: string): string {
  const { ESNext: module } = ts.ModuleKind;
  const target = ts.ScriptTarget.ES2023;
  const compilerOptions = { module, target, experimentalDecorators: true, emitDecoratorMetadata: true };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

const samples = Object.entries(SHAPES).flatMap(([shape, methods]) =>
  methods.map(([method, value], index) => ({ shape, method, index, source: sourceOf(method, value) })),
);
const cases = samples.map(({ shape, method, index }, sample) => {
  const row = rows.find((one) => one.shape === shape);
  const kinds = row?.kinds ?? [];
  return { sample, shape, method, row, kind: kinds[Math.min(index, kinds.length - 1)] };
});

describe('docs/the-ban.md', () => {
  it('has a row for each of the ten shapes', () => {
    expect(rows.map(({ shape }) => shape)).toEqual(Object.keys(SHAPES));
    expect(rows).toHaveLength(10);
    expect(rows.filter(({ boot }) => !['', 'refused'].includes(boot))).toEqual([]);
  });
});

describe('The ban', () => {
  const errors = compile(new Map(samples.map(({ source }, index) => [`sample-${index}.ts`, source])));
  const folder = new SourceFolder(
    new Map(samples.map(({ source }, index) => [`${index}.js`, transpile(source)])),
  );

  afterAll(() => folder.remove());

  it.each(cases)('holds at compile time: $shape, $method', ({ sample, row }) => {
    const lines = errors.get(`sample-${sample}.ts`)?.split('\n') ?? [];
    const refusals = lines.filter((line) => line.includes('a handler returns nothing'));
    expect(row?.compile).toBe('refused');
    expect(refusals.length).toBeGreaterThan(0);
    expect(lines.filter((line) => line.startsWith('TS'))).toHaveLength(1); // the honest actor, and nothing but that
  });

  const visible = cases.filter(({ row }) => row?.boot === 'refused');
  it.each(visible)('holds at boot: $shape, $method', async ({ sample }) => {
    const { Honest } = await folder.load(`${sample}.js`);
    const boot = MailboxTestKit.create({ providers: [Honest] });
    await expect(boot).rejects.toBeInstanceOf(MailboxBootError);
    await expect(boot).rejects.toMatchObject({
      findings: [{ code: 'VALUE_RETURNED', severity: 'error', className: 'Honest', method: 'on' }],
    });
  });

  const invisible = cases.filter(({ row }) => row?.boot === '');
  it.each(invisible)('cannot hold at boot: $shape, $method', async ({ sample }) => {
    const { Honest } = await folder.load(`${sample}.js`);
    const kit = await MailboxTestKit.create({ providers: [Honest] });
    await kit.close();
  });

  it.each(cases)(
    'holds at run time, and nobody gets anything: $shape, $method',
    async ({ sample, row, kind }) => {
      const { Liar, Ping } = await folder.load(`${sample}.js`);
      const lines: string[] = [];
      const kit = await MailboxTestKit.create({
        providers: [Liar],
        configure: (builder) =>
          builder.setLogger({ log() {}, warn() {}, error: (line: unknown) => lines.push(String(line)) }),
      });
      const activities: Activity[] = [];
      kit.runtime.activity.subscribe((activity) => activities.push(activity));

      expect(row?.run).toBe('dead letter');
      expect(kit.runtime.tell(new Ping())).toBeUndefined();
      expect(await kit.deliver(new Ping())).toEqual({
        id: expect.any(String),
        correlationId: expect.any(String),
      });
      await kit.settle();

      const letters = kit.deadLetters();
      expect(letters.map(({ reason }) => reason)).toEqual(['returned-value', 'returned-value']);
      expect(letters[0]?.errors).toEqual([expect.any(ReturnedValueError)]);
      expect(letters[0]?.errors[0]).toMatchObject({ handler: 'Liar.on', kind });
      expect(lines[0]).toContain(`Liar.on returned a value (${kind})`);
      expect(inspect([letters, activities, lines], { depth: Infinity, showHidden: true })).not.toContain(
        MARK,
      );

      kit.tell(new Ping(true));
      await kit.settle();
      expect(kit.runtime.snapshot().totals).toMatchObject({ handled: 1, dead: 2, failed: 0 });
      await kit.close();
    },
  );
});
