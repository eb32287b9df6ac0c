import type { Workload } from './workload.js';
import { banking } from './workloads/banking.js';
import { big } from './workloads/big.js';
import { boundedBuffer } from './workloads/bounded-buffer.js';
import { chameneos } from './workloads/chameneos.js';
import { counts } from './workloads/count.js';
import { create } from './workloads/create.js';
import { pingPong } from './workloads/ping-pong.js';
import { ring } from './workloads/ring.js';
import { throughput } from './workloads/throughput.js';

/** In the order of the table. */
export const workloads: readonly Workload[] = [
  ...counts,
  pingPong,
  ring,
  create,
  throughput,
  big,
  chameneos,
  banking,
  boundedBuffer,
];

export function getWorkload(name: string): Workload {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) throw new Error(`there is no workload '${name}'`);
  return workload;
}
