import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Order } from './cell.js';
import type { CellArguments } from './cell-arguments.js';
import type { Figure } from './measure.js';
import { heldOn } from './processors.js';

/** What a process says of one cell. */
export interface Found extends Figure {
  readonly cell: CellArguments;
}

/** What a process has found: of no cell, if it has declined. */
export interface Outcome {
  readonly found: readonly Found[];
  /** How long the reference took, before or after, whichever was longer. */
  readonly referenceMs: number;
}

/** No cell takes longer, on any machine that is worth measuring on. */
const LONGEST_MS = 120_000;

const FLAGS = ['--expose-gc'];

/**
 * Measures cells in a fresh process, one after the other; rejects with its last words if it ends early.
 *
 * @param processor The one that the process is held on; undefined: whichever the system gives it, and gives it next.
 */
export function run(order: Order, processor?: number): Promise<Outcome> {
  const path = fileURLToPath(new URL('cell.js', import.meta.url));
  const child = fork(path, [JSON.stringify(order)], {
    ...(processor === undefined ? { execArgv: FLAGS } : heldOn(processor, FLAGS)),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const timeout = setTimeout(() => child.kill(), LONGEST_MS);
  const found: Found[] = [];
  let words = '';
  child.stderr?.on('data', (chunk) => (words += String(chunk)));
  let referenceMs: number | undefined;
  child.on('message', (message: Found | Pick<Outcome, 'referenceMs'>) => {
    if ('referenceMs' in message) ({ referenceMs } = message);
    else found.push(message);
  });
  return new Promise((resolve, reject) => {
    child.once('close', () => {
      clearTimeout(timeout);
      if (referenceMs !== undefined) return resolve({ found, referenceMs });
      const why = /^\w*Error.*$/m.exec(words)?.[0] ?? 'its process ended without a figure';
      reject(new Error(why));
    });
  });
}
