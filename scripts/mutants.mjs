// Plants one-line faults in a copy of the runtime, one at a time, and fails unless the named test catches each: `npm run mutants`.
// A fault is a patch in test/mutants; the lines above its diff say what it breaks and, behind `Caught by:`, which specs must fail.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const patches = readdirSync(join(root, 'test/mutants')).filter((file) => file.endsWith('.patch'));
const copy = mkdtempSync(join(tmpdir(), 'nestjs-mailbox-mutants-'));
let missed = 0;

try {
  for (const name of ['lib', 'test', 'docs', 'jest.config.mjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  for (const patch of patches) {
    const outcome = tryMutant(join(root, 'test/mutants', patch));
    if (outcome !== 'caught') missed += 1;
    console.log(`${patch.replace('.patch', '').padEnd(40)} ${outcome}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${patches.length - missed} of ${patches.length} mutants were caught`);
process.exitCode = missed === 0 ? 0 : 1;

function tryMutant(patch) {
  const pattern = /^Caught by: (.+)$/m.exec(readFileSync(patch, 'utf8'))?.[1];
  if (pattern === undefined) return 'NOT RUN: the patch names no test';
  if (run('git', ['apply', patch]).status !== 0) return 'NOT RUN: the patch no longer applies, write it anew';
  const jest = run(process.execPath, [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--selectProjects=unit',
    `--testPathPatterns=${pattern}`,
    '--forceExit', // a runtime that is broken may leave anything behind
  ]);
  run('git', ['apply', '--reverse', patch]);
  if (jest.error !== undefined) return 'caught'; // it ran for ever
  return /^Tests: .*\d+ failed/m.test(String(jest.stderr)) ? 'caught' : 'NOT CAUGHT';
}

function run(command, args) {
  return spawnSync(command, args, { cwd: copy, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' });
}
