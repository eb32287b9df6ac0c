import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** The processors that a process can be held on; none where there is no `taskset`: then the system moves it as it likes. */
export function processorsToHoldOn(): readonly number[] {
  return [...cpus().keys()].filter(
    (processor) => spawnSync('taskset', ['-c', String(processor), 'true']).status === 0,
  );
}

/** How to begin a Node process that is held on one. */
export function heldOn(
  processor: number,
  execArgv: readonly string[],
): { readonly execPath: string; readonly execArgv: string[] } {
  return { execPath: 'taskset', execArgv: ['-c', String(processor), process.execPath, ...execArgv] };
}
