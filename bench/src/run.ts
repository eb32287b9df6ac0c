import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { CellArguments } from './cell-arguments.js';
import type { Measures } from './measure.js';

/** What a process says of one cell. */
interface Found {
  readonly cell: CellArguments;
  readonly measures: Measures;
}

/** No cell takes longer, on any machine that is worth measuring on. */
const LONGEST_MS = 120_000;

/** Measures cells in a fresh process, one after the other; rejects with its last words if it ends early. */
export function run(cells: readonly CellArguments[], isTiny: boolean): Promise<readonly Found[]> {
  const path = fileURLToPath(new URL('cell.js', import.meta.url));
  const child = fork(path, [JSON.stringify({ cells, isTiny })], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const timeout = setTimeout(() => child.kill(), LONGEST_MS);
  const found: Found[] = [];
  let words = '';
  child.stderr?.on('data', (chunk) => (words += String(chunk)));
  child.on('message', (message) => found.push(message as Found));
  return new Promise((resolve, reject) => {
    child.once('close', () => {
      clearTimeout(timeout);
      if (found.length === cells.length) return resolve(found);
      const why = /^\w*Error.*$/m.exec(words)?.[0] ?? 'its process ended without a figure';
      reject(new Error(why));
    });
  });
}
