import { createHash } from 'node:crypto';

/**
 * A number from 0 up to 1 that depends on nothing but its arguments. There is no generator to share, and so no order of calls to
 * keep: the same seed tells the same story, however the actors take turns.
 */
export function chance(seed: number, ...about: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...about]))
    .digest();
  return digest.readUInt32BE() / 2 ** 32;
}
