import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { contestants } from './contestants.js';
import type { Measures } from './measure.js';
import { OURS } from './scene.js';
import { spreadOf } from './statistics.js';
import { workloads } from './workloads.js';

function runCell(workload: string, contestant: string): Promise<Measures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('cell.js', import.meta.url)), [workload, contestant], {
      execArgv: ['--expose-gc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child.once('message', (measures) => resolve(measures as Measures));
    child.once('exit', () => reject(new Error(`${workload}, ${contestant}: no measure`)));
  });
}

const [only = ''] = process.argv.slice(2);
for (const workload of workloads.filter(({ name }) => name.startsWith(only))) {
  const rounds = new Map<string, Measures[]>();
  for (let round = 0; round < 5; round += 1)
    for (const contestant of [...contestants, OURS])
      rounds.set(contestant, [...(rounds.get(contestant) ?? []), await runCell(workload.name, contestant)]);
  for (const [contestant, all] of rounds) {
    const ns = spreadOf(all.map((m) => m['ns'] as number));
    const bytes = spreadOf(all.map((m) => m['bytes'] ?? 0));
    console.log(
      workload.name,
      contestant,
      ns.median.toFixed(1),
      ns.isNoisy ? 'noisy' : '',
      bytes.median.toFixed(0),
    );
  }
}
