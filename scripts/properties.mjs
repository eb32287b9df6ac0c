// Runs the property tests as often as asked, and says how and with which seed: npm run properties -- --runs 10000 --seed 7
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? 1_000);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
  console.error('takes --runs N, 1 or more, and --seed S, a whole number');
  process.exit(2);
}

const repeat = `npm run properties -- --runs ${runs} --seed ${seed}`;
console.log(`properties: ${runs} runs, seed ${seed}`);
const startedAt = performance.now();
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    'test/properties/',
    '--selectProjects',
    'unit',
  ],
  {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
    env: { ...process.env, PROPERTY_RUNS: String(runs), PROPERTY_SEED: String(seed) },
  },
);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
console.log(
  `properties: ${runs} runs ${status === 0 ? 'passed' : 'failed'} in ${seconds} s; again: ${repeat}`,
);
process.exit(status ?? 1);
