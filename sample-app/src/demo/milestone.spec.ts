import { Milestone } from './milestone.js';

describe('Milestone', () => {
  it('is reached when enough orders have passed, each counted once', async () => {
    const milestone = new Milestone();
    const reached = milestone.reach(2, 60_000);
    for (const orderId of ['o-1', 'o-1', 'o-2']) milestone.pass(orderId);
    expect(await reached).toBe('reached');
    expect(milestone.count).toBe(2);
  });

  it('is late when nothing has passed for as long as one has patience', async () => {
    expect(await new Milestone().reach(1, 0)).toBe('late');
  });
});
