import type { CellArguments } from './cell-arguments.js';
import type { FloodForm } from './flood.js';
import type { Measures } from './measure.js';
import { referenceMs } from './reference.js';

async function measureCell(
  [section, a = '', b = '', c = '']: CellArguments,
  isTiny: boolean,
): Promise<Measures> {
  if (section === 'flood') return (await import('./flood.js')).measureFlood(a as FloodForm, isTiny);
  if (section === 'ingress') return (await import('./ingress/client.js')).measureIngress(a, b, c, isTiny);
  if (section === 'growth') return (await import('./growth.js')).measureGrowth(a, b, Number(c), isTiny);
  const { measure, tryOut } = await import('./measure.js');
  const { getWorkload } = await import('./workloads.js');
  const workload = getWorkload(section === 'workloads' ? a : 'count, sync');
  const scene =
    section === 'workloads'
      ? await (await import('./scene.js')).openScene(workload, b)
      : await (await import('./mailbox/features.js')).openFeature(a);
  const measures = await (isTiny ? tryOut : measure)(workload, scene);
  await scene.close?.();
  return measures;
}

/** What a process is asked for. */
export interface Order {
  readonly cells: readonly CellArguments[];
  readonly isTiny: boolean;
  /** Where the reference takes longer, nothing is measured; null: no limit. */
  readonly slowestMs: number | null;
}

/** Measures the cells it is asked for, and says what it found of each, and how long the reference took. */
const { cells, isTiny, slowestMs } = JSON.parse(process.argv[2] ?? '') as Order;
const before = referenceMs();
if (before <= (slowestMs ?? Infinity))
  for (const cell of cells) process.send?.({ cell, measures: await measureCell(cell, isTiny) });
process.send?.({ referenceMs: Math.max(before, referenceMs()) });
process.exit();
