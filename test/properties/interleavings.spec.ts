import fc from 'fast-check';
import { interleavings } from './interleavings.js';

/** `npm run properties -- --runs N --seed S` sets both. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);
const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() & 0x7fffffff);

describe('any interleaving of messages, failures, timers, passivations and a drain', () => {
  it(
    'keeps one at a time, order, ticks to their instance, and the accounts',
    async () => {
      await fc.assert(interleavings, { numRuns: runs, seed });
    },
    60_000 + runs * 100,
  );
});
