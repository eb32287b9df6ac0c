import type { Contestant } from './contestant.js';

/** Each is loaded by itself: a process that measures one has none of the others in it. */
const files: Readonly<Record<string, () => Promise<Contestant>>> = {
  limit: async () => (await import('./contestants/limit.js')).limit,
};

/** By the names of their columns. */
export const contestants: readonly string[] = Object.keys(files);

export async function loadContestant(name: string): Promise<Contestant> {
  const load = files[name];
  if (load === undefined) throw new Error(`there is no contestant '${name}'`);
  return load();
}
