import type { Contestant } from './contestant.js';

/** Each is loaded by itself: a process that measures one has none of the others in it. */
const files: Readonly<Record<string, () => Promise<Contestant>>> = {
  limit: async () => (await import('./contestants/limit.js')).limit,
  'xstate callback': async () => (await import('./contestants/xstate.js')).xstate,
  nact: async () => (await import('./contestants/nact.js')).nact,
  comedy: async () => (await import('./contestants/comedy.js')).comedy,
  'effect queue': async () => (await import('./contestants/effect.js')).effect,
  'p-queue': async () => (await import('./contestants/p-queue.js')).pQueue,
  'cqrs CommandBus': async () => (await import('./contestants/command-bus.js')).commandBus,
  'cqrs EventBus': async () => (await import('./contestants/event-bus.js')).eventBus,
  'fastq callback': async () => (await import('./contestants/fastq-callback.js')).fastqCallback,
  'fastq promise': async () => (await import('./contestants/fastq-promise.js')).fastqPromise,
  'Nest event emitter': async () => (await import('./contestants/event-emitter.js')).eventEmitter,
};

/** By the names of their columns. */
export const contestants: readonly string[] = Object.keys(files);

export async function loadContestant(name: string): Promise<Contestant> {
  const load = files[name];
  if (load === undefined) throw new Error(`there is no contestant '${name}'`);
  return load();
}
