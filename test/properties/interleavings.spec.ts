import fc from 'fast-check';
import { interleavings } from './interleavings.js';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);
const seed = process.env['PROPERTY_SEED'];

describe('any interleaving', () => {
  it(
    'keeps one at a time, order, ticks to their instance, and the accounts',
    async () => {
      await fc.assert(interleavings, { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }) });
    },
    30_000 + runs * 100,
  );
});
