import { messageTypeOf } from 'nestjs-mailbox';
import { rehearse } from 'nestjs-mailbox/testing';
import { DECLARED_FLOW, TICKS } from '../flow/declared-flow.js';
import { shopWith } from './plan.js';

const FAULTS = { drop: 0.05, duplicate: 0.05, delay: 0.05, reorder: 0.05, fail: 0.05, crash: 0.03 };

/** Ticks do not travel, so nothing can happen to them on the way; a crash takes the timers themselves. */
const MESSAGE_TYPES = DECLARED_FLOW.filter((edge) => !TICKS.includes(edge)).map(([, message]) =>
  typeof message === 'string' ? message : messageTypeOf(message),
);

/** Applications are made by the hundred, and the machine may have other work. */
const PATIENCE_MS = 300_000;

describe('The shop, rehearsed', () => {
  it(
    'charges at most once, oversells nothing, ends every order and undoes what is off, whatever happens to its messages',
    async () => {
      const { struck } = await rehearse(shopWith(3), { runs: 500, seed: 7, faults: FAULTS });
      const kinds = Object.keys(FAULTS).toSorted();
      const met = Object.entries(struck).map(([type, counts]) => [type, Object.keys(counts).toSorted()]);
      expect(Object.fromEntries(met)).toEqual(Object.fromEntries(MESSAGE_TYPES.map((type) => [type, kinds])));
    },
    PATIENCE_MS,
  );
});
