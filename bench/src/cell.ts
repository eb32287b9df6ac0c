import type { CellArguments } from './cell-arguments.js';
import type { FloodForm } from './flood.js';
import type { Figure, Measures } from './measure.js';
import { glanceMs, referenceMs } from './reference.js';

/** What a process is asked for. */
export interface Order {
  readonly cells: readonly CellArguments[];
  readonly isTiny: boolean;
  /** Where the reference takes longer, somebody slows the processor; null: nobody looks. */
  readonly slowestMs: number | null;
  /** Whether nothing is to be measured if that is so when the process begins. */
  readonly mayDecline: boolean;
}

const { cells, isTiny, slowestMs, mayDecline } = JSON.parse(process.argv[2] ?? '') as Order;
const before = referenceMs();
const wasClear = before <= (slowestMs ?? Infinity);
const isClear = (): boolean => glanceMs() <= (slowestMs ?? Infinity);

/** What cannot be measured in short plays: it is looked before and after all of it. */
async function inOneGo(measuring: Promise<Measures>): Promise<Figure> {
  return { measures: await measuring, isHindered: !wasClear || !isClear() };
}

async function measureCell([section, a = '', b = '', c = '']: CellArguments): Promise<Figure> {
  if (section === 'flood') return inOneGo((await import('./flood.js')).measureFlood(a as FloodForm, isTiny));
  if (section === 'ingress')
    return {
      measures: await (await import('./ingress/client.js')).measureIngress(a, b, isTiny),
      isHindered: false,
    };
  if (section === 'growth')
    return (await import('./growth.js')).measureGrowth(a, b, Number(c), isTiny, isClear);
  const { measure, tryOut } = await import('./measure.js');
  const { getWorkload } = await import('./workloads.js');
  const workload = getWorkload(section === 'workloads' ? a : 'count, sync');
  const scene =
    section === 'workloads'
      ? await (await import('./scene.js')).openScene(workload, b)
      : await (await import('./mailbox/features.js')).openFeature(a);
  const figure = await (isTiny ? tryOut(workload, scene) : measure(workload, scene, isClear));
  await scene.close?.();
  return figure;
}

/** Whether the compared take turns in it: they are slowed alike, and need no processor that nobody slows. */
function isCompared([section]: CellArguments): boolean {
  return section === 'ingress';
}

/** Measures the cells it is asked for, and says what it found of each, and how long the reference took. */
if (wasClear || !mayDecline || cells.every(isCompared))
  for (const cell of cells) process.send?.({ cell, ...(await measureCell(cell)) });
process.send?.({ referenceMs: Math.max(before, referenceMs()) });
process.exit();
