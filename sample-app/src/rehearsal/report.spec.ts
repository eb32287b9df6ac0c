import { expectRehearsal, rehearsalReport } from 'nestjs-mailbox/testing';
import { ACCEPTED } from './accepted.js';
import { shopWith } from './plan.js';

/** Applications are made by the hundred, and the machine may have other work. */
const PATIENCE_MS = 120_000;

describe('The report on the shop', () => {
  it(
    'says of no message type what has not been accepted',
    async () => {
      const report = await rehearsalReport(shopWith(9), { seed: 7, runs: 5, each: 2 });
      expect(expectRehearsal(report, ACCEPTED)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
