import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

import type { Results } from './results.js';

const require = createRequire(import.meta.url);

/** The version of a package as it is installed here. */
export function versionOf(library: string): string {
  const places = require.resolve.paths(library) ?? [];
  const file = places.map((place) => join(place, library, 'package.json')).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${library} is not installed`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** With so many rounds the median is none that chance made. */
const ENOUGH_ROUNDS = 5;

/** Where and when, in words. */
export function describeMachine(
  rounds: number,
  libraries: readonly string[],
  { figures, hindered }: Pick<Results, 'figures' | 'hindered'>,
): string {
  const [cpu] = cpus();
  const few =
    rounds < ENOUGH_ROUNDS
      ? ['- **The rounds were few: these figures are good for nothing but to show the form.**']
      : [];
  return [
    `- ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
    `- ${cpus().length} × ${cpu?.model.trim() ?? 'an unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB; of ${figures} figures, round for round, ${hindered} are of a processor that somebody else slowed: what has a ‡ is so in most rounds, and a ratio with it says little`,
    `- ${platform()} ${release()} ${arch()}, Node ${process.version}, V8 ${process.versions.v8}`,
    `- ${['nestjs-mailbox', '@nestjs/core', ...libraries].map((name) => `${name} ${versionOf(name)}`).join(', ')}`,
    ...few,
  ].join('\n');
}
