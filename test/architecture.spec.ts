import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writePlugin } from '../packages/eslint-plugin/test/oxlint.js';

/** The arrows of docs/architecture.md are lint rules. Here each is broken once, in a copy of the tree, to see it bite. */
const broken = [
  {
    rule: 'lib/runtime does not know Nest',
    file: 'lib/runtime/knows-nest.ts',
    source: `export { Injectable } from '@nestjs/common';`,
    finding: 'no-restricted-imports',
    text: /'@nestjs\/common'.*plain TypeScript/s,
  },
  {
    rule: 'lib/runtime does not know decorator metadata',
    file: 'lib/runtime/knows-metadata.ts',
    source: `import 'reflect-metadata';`,
    finding: 'no-restricted-imports',
    text: /'reflect-metadata'.*plain TypeScript/s,
  },
  {
    rule: 'lib/runtime does not know lib/nest',
    file: 'lib/runtime/knows-wiring.ts',
    source: `export * as nest from '../nest/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/nest\/index\.js'.*never out of it/s,
  },
  {
    rule: 'lib/runtime does not know lib/testing',
    file: 'lib/runtime/knows-kit.ts',
    source: `export * as kit from '../testing/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/testing\/index\.js'.*never out of it/s,
  },
  {
    rule: 'lib/class-validator knows nothing of messages',
    file: 'lib/class-validator/knows-messages.ts',
    source: `export * as runtime from '../runtime/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/runtime\/index\.js'.*knows nothing of messages/s,
  },
  {
    rule: 'lib/runtime does not import the whole library',
    file: 'lib/runtime/knows-everything.ts',
    source: `export * as all from '../index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/index\.js'.*never out of it/s,
  },
  {
    rule: 'lib/runtime takes timers from its clock',
    file: 'lib/runtime/sets-timeout.ts',
    source: `setTimeout(() => undefined, 1);`,
    finding: 'no-restricted-globals',
    text: /'setTimeout'.*Take a Clock/s,
  },
  {
    rule: 'lib/runtime takes timers from its clock, whoever offers them',
    file: 'lib/runtime/imports-timeout.ts',
    source: `export { setTimeout } from 'node:timers';`,
    finding: 'no-restricted-imports',
    text: /'setTimeout'.*take a Clock/s,
  },
  {
    rule: 'lib/runtime takes intervals from its clock',
    file: 'lib/runtime/sets-interval.ts',
    source: `setInterval(() => undefined, 1);`,
    finding: 'no-restricted-globals',
    text: /'setInterval'.*Take a Clock/s,
  },
  {
    rule: 'lib/runtime takes the time from its clock',
    file: 'lib/runtime/reads-time.ts',
    source: `export const now = Date.now();`,
    finding: 'no-restricted-properties',
    text: /'Date\.now'.*Take a Clock/s,
  },
  {
    rule: 'lib/runtime logs through its logger',
    file: 'lib/runtime/prints.ts',
    source: `console.log('here');`,
    finding: 'no-restricted-globals',
    text: /'console'.*Take a logger/s,
  },
  {
    rule: 'lib/nest does not know lib/testing',
    file: 'lib/nest/knows-kit.ts',
    source: `export * as kit from '../testing/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/testing\/index\.js'.*stands on lib\/runtime only/s,
  },
  {
    rule: 'lib/runtime does not know lib/ingress',
    file: 'lib/runtime/knows-ingress.ts',
    source: `export * as ingress from '../ingress/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/ingress\/index\.js'.*never out of it/s,
  },
  {
    rule: 'lib/nest does not know lib/ingress',
    file: 'lib/nest/knows-ingress.ts',
    source: `export * as ingress from '../ingress/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/ingress\/index\.js'.*stands on lib\/runtime only/s,
  },
  {
    rule: 'lib/testing does not know lib/ingress',
    file: 'lib/testing/knows-ingress.ts',
    source: `export * as ingress from '../ingress/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/ingress\/index\.js'.*do not know each other/s,
  },
  {
    rule: 'lib/ingress does not know lib/testing',
    file: 'lib/ingress/knows-kit.ts',
    source: `export * as kit from '../testing/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/testing\/index\.js'.*do not know each other/s,
  },
  {
    rule: 'lib/ingress does not know lib/telemetry',
    file: 'lib/ingress/knows-telemetry.ts',
    source: `export * as telemetry from '../telemetry/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/telemetry\/index\.js'.*do not know each other/s,
  },
  {
    rule: 'lib/telemetry does not know lib/ingress',
    file: 'lib/telemetry/knows-ingress.ts',
    source: `export * as ingress from '../ingress/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/ingress\/index\.js'.*do not know each other/s,
  },
  {
    rule: 'lib/telemetry sees only what lib/nest exports',
    file: 'lib/telemetry/knows-internals.ts',
    source: `export * as internals from '../nest/internals.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/nest\/internals\.js'.*no file behind it/s,
  },
  {
    rule: 'lib/telemetry loads what not every application has',
    file: 'lib/telemetry/knows-peer.ts',
    source: `export { trace } from '@opentelemetry/api';`,
    finding: 'no-restricted-imports',
    text: /'@opentelemetry\/api'.*optionalPeer/s,
  },
  {
    rule: 'lib/runtime does not know lib/telemetry',
    file: 'lib/runtime/knows-telemetry.ts',
    source: `export * as telemetry from '../telemetry/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/telemetry\/index\.js'.*never out of it/s,
  },
  {
    rule: 'lib/ingress sees only what lib/nest exports',
    file: 'lib/ingress/knows-internals.ts',
    source: `export * as internals from '../nest/internals.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/nest\/internals\.js'.*no file behind it/s,
  },
  {
    rule: 'lib/testing sees only what lib/nest exports',
    file: 'lib/testing/knows-internals.ts',
    source: `export * as internals from '../nest/internals.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/nest\/internals\.js'.*no file behind it/s,
  },
  {
    rule: 'lib/testing belongs to no test runner',
    file: 'lib/testing/knows-jest.ts',
    source: `export { expect } from '@jest/globals';`,
    finding: 'no-restricted-imports',
    text: /'@jest\/globals'.*no test runner/s,
  },
  {
    rule: 'the library does not know its schematics',
    file: 'lib/nest/knows-schematics.ts',
    source: `export * as actor from '../schematics/actor.schematic.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/schematics\/actor\.schematic\.js'.*stands on lib\/runtime only/s,
  },
  {
    rule: 'the schematics need no package at run time',
    file: 'lib/schematics/needs-devkit.ts',
    source: `export { chain } from '@angular-devkit/schematics';`,
    finding: 'no-restricted-imports',
    text: /'@angular-devkit\/schematics'.*Node alone/s,
  },
  {
    rule: 'the schematics need nothing of the library',
    file: 'lib/schematics/needs-library.ts',
    source: `export * as nest from '../nest/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/nest\/index\.js'.*Node alone/s,
  },
  {
    rule: 'the library imports its own files by path',
    file: 'lib/nest/imports-by-name.ts',
    source: `export * as all from 'nestjs-mailbox';`,
    finding: 'no-restricted-imports',
    text: /'nestjs-mailbox'.*by path/s,
  },
  {
    rule: 'the sample app does not reach into the library',
    file: 'sample-app/src/reaches-in.ts',
    source: `export * as all from '../../lib/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/\.\.\/lib\/index\.js'.*by name/s,
  },
  {
    rule: 'the sample app knows no path inside the package',
    file: 'sample-app/src/reaches-deep.ts',
    source: `export * as all from 'nestjs-mailbox/dist/esm/index.js';`,
    finding: 'no-restricted-imports',
    text: /'nestjs-mailbox\/dist\/esm\/index\.js'.*by name/s,
  },
  {
    rule: 'the sample app keeps the ban',
    file: 'sample-app/src/awaits-tell.ts',
    source: `import type { MailboxRuntime } from 'nestjs-mailbox';\nexport const ask = async (mailbox: MailboxRuntime): Promise<void> => await mailbox.tell({});`,
    finding: 'nestjs-mailbox(no-await-tell)',
    text: /waits for nothing/,
  },
  {
    rule: 'the lint plugin has no dependencies',
    file: 'packages/eslint-plugin/src/depends.ts',
    source: `export { ESLintUtils } from '@typescript-eslint/utils';`,
    finding: 'no-restricted-imports',
    text: /'@typescript-eslint\/utils'.*import types only/s,
  },
  {
    rule: 'the lint plugin does not know the library',
    file: 'packages/eslint-plugin/src/knows-library.ts',
    source: `export type { Actor } from '../../../lib/index.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\.\/\.\.\/\.\.\/lib\/index\.js'.*by its name/s,
  },
  {
    rule: 'lint rules do not know each other',
    file: 'packages/eslint-plugin/src/rules/knows-rule.ts',
    source: `export { rule } from './no-return.js';`,
    finding: 'no-restricted-imports',
    text: /'\.\/no-return\.js'.*do not know each other/s,
  },
  {
    rule: 'files do not import each other in a circle',
    file: 'lib/runtime/cycle-a.ts',
    source: `import { b } from './cycle-b.js';\nexport const a = (): unknown => b;`,
    finding: 'no-cycle',
    text: /cycle/,
  },
  {
    rule: 'every promise has an owner',
    file: 'lib/nest/floats.ts',
    source: `async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}`,
    finding: 'no-floating-promises',
    text: /Promises must be awaited/,
  },
  {
    rule: 'lib is typed',
    file: 'lib/nest/untyped.ts',
    source: `export function take(value: any): void {\n  void value;\n}`,
    finding: 'no-explicit-any',
    text: /any/,
  },
] as const;

const clean = {
  'lib/runtime/clock.ts': `export const now = (): number => Date.now();\nexport const later = setTimeout;`,
  'lib/runtime/cycle-b.ts': `import { a } from './cycle-a.js';\nexport const b = (): unknown => a;`,
  'lib/runtime/index.ts': `export { now } from './clock.js';`,
  'lib/nest/index.ts': `export { now } from '../runtime/index.js';\nexport { Module } from '@nestjs/common';`,
  'lib/nest/internals.ts': `export {};`,
  'lib/ingress/index.ts': `export { now } from '../runtime/index.js';\nexport { Module } from '../nest/index.js';`,
  'lib/telemetry/index.ts': `import type { Span } from '@opentelemetry/api';\nexport { now } from '../runtime/index.js';\nexport { Module } from '../nest/index.js';\nexport type Traced = Span;`,
  'lib/testing/index.ts': `export { now } from '../runtime/index.js';\nexport { Module } from '../nest/index.js';`,
  'packages/eslint-plugin/src/rule.ts': `import type { TSESLint } from '@typescript-eslint/utils';\nexport type Code = TSESLint.SourceCode;`,
  'packages/eslint-plugin/src/rules/no-return.ts': `import type { Code } from '../rule.js';\nexport const rule = (code: Code): Code => code;`,
  'lib/schematics/actor.schematic.ts': `import type { Rule } from '@angular-devkit/schematics';\nimport { join } from 'node:path';\nexport { now } from './clock.js';\nexport const rule: Rule = (tree) => tree;\nexport const path = join('a', 'b');`,
  'lib/schematics/clock.ts': `export const now = 0;`,
  'sample-app/src/main.ts': `export * as all from 'nestjs-mailbox';\nexport * as kit from 'nestjs-mailbox/testing';\nexport * as ingress from 'nestjs-mailbox/ingress';`,
};

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly message: string;
  readonly help?: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Lints the given files, laid out as in this repository, with this repository's rules. */
function lint(files: Record<string, string>): Diagnostic[] {
  const tree = mkdtempSync(join(tmpdir(), 'nestjs-mailbox-architecture-'));
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    copyFileSync(join(root, 'tsconfig.json'), join(tree, 'tsconfig.json'));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
    for (const [file, source] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), `${source}\n`);
    }
    writePlugin(join(tree, 'packages/eslint-plugin/dist'));
    const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint');
    const args = [oxlint, '--type-aware', '--format', 'json', 'lib', 'sample-app', 'packages'];
    const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' });
    return (JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }).diagnostics;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

describe('The architecture', () => {
  let diagnostics: Diagnostic[];

  beforeAll(() => {
    const faults = broken.map(({ file, source }) => [file, source] as const);
    diagnostics = lint({ ...clean, ...Object.fromEntries(faults) });
  });

  for (const { rule, file, finding, text } of broken) {
    it(`refuses a tree in which this does not hold: ${rule}`, () => {
      const found = diagnostics.filter(({ filename, code }) => filename === file && code.includes(finding));
      expect(found.map(({ message, help }) => `${message} ${help ?? ''}`).join('\n')).toMatch(text);
    });
  }

  it('accepts a tree that keeps the rules', () => {
    const faulty = new Set<string>(broken.map(({ file }) => file));
    const elsewhere = diagnostics.filter(({ filename }) => !faulty.has(filename));
    // The other half of the circle is as guilty as the first.
    expect(elsewhere.map(({ filename }) => filename)).toEqual(['lib/runtime/cycle-b.ts']);
  });
});
