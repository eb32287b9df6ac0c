import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { repository, type ScratchApp } from './scratch-app.js';

const DRAIN_TIMEOUT_MS = 2_000;

/** Lays out the application that is going to be terminated; it compiles with the rest of `src/`. */
export function layOutSigterm(app: ScratchApp): void {
  app.copy(join(repository, 'test/package/apps/sigterm'), 'src');
}

/** Sends a real SIGTERM to a real process under load, and looks at what became of everything. */
export async function expectGracefulEnd(app: ScratchApp): Promise<void> {
  const child = spawn(process.execPath, ['dist/sigterm.js'], {
    cwd: app.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const loaded = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('loaded')) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended before it was loaded:\n${output}`)));
  });
  await loaded;
  const exited = once(child, 'exit');
  const before = performance.now();
  child.kill('SIGTERM');
  expect(await exited).toEqual([null, 'SIGTERM']);
  expect(performance.now() - before).toBeLessThan(DRAIN_TIMEOUT_MS + 3_000);

  const lastWord = JSON.parse(output.trim().split('\n').at(-1) ?? '') as LastWord;
  const { totals, reasons, activated, deactivated, usedAfterDestroy } = lastWord;
  expect(totals['told']).toBe(Number(totals['accepted']) + Number(totals['refused']));
  expect(totals['accepted']).toBe(Number(totals['handled']) + Number(totals['dead']));
  expect(totals).toMatchObject({ refused: 0, queued: 0, running: 0, stashed: 0, dead: 1 }); // the one that hangs
  expect(reasons).toEqual(['shutdown']);
  expect(deactivated).toBe(activated);
  expect(activated).toBe(20);
  expect(usedAfterDestroy).toBe(0);
  expect(output).toMatch(/drained in \d+ ms: .*unfinished: StuckActor\.hang of mailbox:\/\/stuck/);
}

interface LastWord {
  readonly totals: Readonly<Record<string, number>>;
  readonly reasons: readonly string[];
  readonly activated: number;
  readonly deactivated: number;
  readonly usedAfterDestroy: number;
}
