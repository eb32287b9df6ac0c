import 'reflect-metadata';
import { ENHANCER_CASES } from './enhancer-cases.js';

/** Plays every case, and prints what was to be seen of each, as JSON. */
async function main(): Promise<void> {
  const seen: Record<string, unknown> = {};
  for (const { name, run } of ENHANCER_CASES) seen[name] = await run();
  console.log(JSON.stringify(seen));
}

void main();
