import { runDemo } from './demo.js';
import { reconcile } from './reconciliation.js';
import { describe as describeOutcome } from './report.js';

const nowhere = { write: () => true };
const run = (seed: number, fault: 'none' | 'payment' = 'none') =>
  runDemo({ orders: 200, seed, fault }, nowhere);

describe('The demo', () => {
  it('tells different stories for different seeds, and all add up', async () => {
    const [seven, eight] = [await run(7), await run(8)];
    expect(reconcile(seven)).toEqual([]);
    expect(reconcile(eight)).toEqual([]);
    expect(describeOutcome(seven)).not.toBe(describeOutcome(eight));
    for (const { orders, refused, repeated } of [seven, eight]) {
      expect(orders.length + refused).toBe(200);
      expect(refused).toBeGreaterThan(0);
      expect(repeated).toBeGreaterThan(0);
      expect(orders.map(({ ending }) => ending)).toContain('not-collected');
    }
  });

  it('tells the same story for the same seed', async () => {
    expect(describeOutcome(await run(7))).toBe(describeOutcome(await run(7)));
  });

  it('catches a gateway that charges twice, by the two books', async () => {
    const outcome = await run(7, 'payment');
    expect(reconcile(outcome)).toEqual([
      expect.stringMatching(/^the gateway holds [\d,.]+, the shipped orders come to [\d,.]+$/),
      expect.stringMatching(/^order d-\d+ \(shipped\) was charged 2 times: [\d,.]+ instead of [\d,.]+$/),
    ]);
  });
});
