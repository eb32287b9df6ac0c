import type { Workload } from './workload.js';
import { counts } from './workloads/count.js';
import { create } from './workloads/create.js';
import { pingPong } from './workloads/ping-pong.js';
import { ring } from './workloads/ring.js';

/** In the order of the table. */
export const workloads: readonly Workload[] = [...counts, pingPong, ring, create];

export function getWorkload(name: string): Workload {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) throw new Error(`there is no workload '${name}'`);
  return workload;
}
