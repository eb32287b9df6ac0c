import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

interface Outcome {
  readonly counted: number;
  readonly isOrdered: boolean;
  readonly totals: Readonly<Record<string, number>>;
  readonly heapGrowth: number;
  readonly delayP99Ms: number;
}

const MESSAGES = 1_000_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiles lib/runtime as it is now, whatever was built last. */
function compileRuntime(): string {
  const tree = mkdtempSync(join(tmpdir(), 'nestjs-mailbox-million-'));
  const source = join(root, 'lib/runtime');
  mkdirSync(join(tree, 'runtime'));
  writeFileSync(join(tree, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
  for (const file of readdirSync(source).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
  )) {
    const { code } = transformFileSync(join(source, file), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      swcrc: false,
    });
    writeFileSync(join(tree, 'runtime', file.replace(/\.ts$/, '.js')), code);
  }
  return tree;
}

describe('One million tells to one actor', () => {
  let tree: string;

  beforeAll(() => {
    tree = compileRuntime();
  });

  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  for (const kind of ['sync', 'async']) {
    describe(`with ${kind === 'sync' ? 'a synchronous' : 'an asynchronous'} handler`, () => {
      let outcome: Outcome;

      beforeAll(() => {
        const script = join(root, 'test/million/run.mjs');
        const { stdout, stderr } = spawnSync(
          process.execPath,
          ['--expose-gc', script, join(tree, 'runtime'), kind],
          { encoding: 'utf8' },
        );
        if (stdout === '') throw new Error(stderr);
        outcome = JSON.parse(stdout) as Outcome;
      }, 60_000);

      it('are each counted once, and in order', () => {
        expect(outcome).toMatchObject({ counted: MESSAGES, isOrdered: true });
        expect(outcome.totals).toMatchObject({
          told: MESSAGES,
          accepted: MESSAGES,
          handled: MESSAGES,
          refused: 0,
          queued: 0,
        });
      });

      it('leave at most 12 MB behind', () => {
        expect(outcome.heapGrowth).toBeLessThan(12e6);
      });

      it('hold the event loop for at most 15 ms, 99 times of 100', () => {
        expect(outcome.delayP99Ms).toBeLessThan(15);
      });
    });
  }
});
