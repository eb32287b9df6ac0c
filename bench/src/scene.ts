import { loadContestant } from './contestants.js';
import type { Scene, Workload } from './workload.js';

/** The name of our own column. */
export const OURS = 'nestjs-mailbox';

/** Sets a workload up for a contestant, or for ourselves. */
export async function openScene(workload: Workload, contestant: string): Promise<Scene> {
  if (contestant === OURS) {
    const { scenesInNest } = await import('./mailbox/scenes.js');
    const open = scenesInNest[workload.name];
    if (open === undefined) throw new Error(`'${workload.name}' is not told in @Actor classes`);
    return open();
  }
  const { open, waits } = await loadContestant(contestant);
  const stage = await open();
  const scene = await workload.onStage(stage);
  return { ...scene, mayOverlap: waits === false, close: async () => stage.close() };
}
