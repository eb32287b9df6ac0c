// Plants one-line faults in copies of the runtime, one at a time in each, and fails unless the named test catches each: `npm run mutants`.
// A fault is a patch in test/mutants; the lines above its diff say what it breaks and, behind `Caught by:`, which specs must fail.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const patches = readdirSync(join(root, 'test/mutants')).filter((file) => file.endsWith('.patch'));
const waiting = [...patches];
let missed = 0;

await Promise.all(Array.from({ length: availableParallelism() }, tryWaiting));
console.log(`\n${patches.length - missed} of ${patches.length} mutants were caught`);
process.exitCode = missed === 0 ? 0 : 1;

/** Tries one mutant after the other in a copy of its own, until none waits. */
async function tryWaiting() {
  const copy = mkdtempSync(join(tmpdir(), 'nestjs-mailbox-mutants-'));
  try {
    for (const name of ['lib', 'test', 'docs', 'jest.config.mjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    for (let patch = waiting.shift(); patch !== undefined; patch = waiting.shift()) {
      const outcome = await tryMutant(join(root, 'test/mutants', patch), copy);
      if (outcome !== 'caught') missed += 1;
      console.log(`${patch.replace('.patch', '').padEnd(40)} ${outcome}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function tryMutant(patch, copy) {
  const pattern = /^Caught by: (.+)$/m.exec(readFileSync(patch, 'utf8'))?.[1];
  if (pattern === undefined) return 'NOT RUN: the patch names no test';
  const applied = await run('git', ['apply', patch], copy);
  if (applied.error !== null) return 'NOT RUN: the patch no longer applies, write it anew';
  const arguments_ = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--selectProjects=unit',
    '--selectProjects=production',
    `--testPathPatterns=${pattern}`,
    '--bail', // one test that fails is enough
    '--testTimeout=20000', // many a test hangs then
    '--runInBand', // the other processors try other mutants
    '--forceExit', // a runtime that is broken may leave anything behind
  ];
  const jest = await run(process.execPath, arguments_, copy);
  await run('git', ['apply', '--reverse', patch], copy);
  if (jest.error?.killed === true) return 'caught'; // it ran for ever
  return /^Tests: .*\d+ failed/m.test(jest.stderr) ? 'caught' : 'NOT CAUGHT';
}

function run(command, args, cwd) {
  const options = { cwd, encoding: 'utf8', maxBuffer: 1e8, timeout: 60_000, killSignal: 'SIGKILL' };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
  });
}
