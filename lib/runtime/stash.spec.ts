import type { Delivery } from './delivery.js';
import { Stash } from './stash.js';

const delivery = (id: number): Delivery => ({ id }) as Delivery;

function takeAll(stash: Stash): unknown[] {
  const ids: unknown[] = [];
  for (let next = stash.take(); next !== undefined; next = stash.take()) ids.push(next.id);
  return ids;
}

describe('Stash', () => {
  it('gives nothing back before it is unstashed', () => {
    const stash = new Stash();
    stash.push(delivery(1));
    expect([stash.aside, stash.size]).toEqual([1, 0]);
    expect(takeAll(stash)).toEqual([]);
  });

  it('gives back in the order of stashing, what came back before first', () => {
    const stash = new Stash();
    for (const id of [1, 2]) stash.push(delivery(id));
    expect(stash.unstash()).toBe(2);
    for (const id of [3, 4]) stash.push(delivery(id));
    expect([stash.aside, stash.size, stash.first?.id]).toEqual([2, 2, 1]);
    expect(stash.unstash()).toBe(2);
    expect(takeAll(stash)).toEqual([1, 2, 3, 4]);
    expect(stash.unstash()).toBe(0);
  });

  it('keeps what is stashed while it gives back until the next time', () => {
    const stash = new Stash();
    stash.push(delivery(1));
    stash.unstash();
    stash.push(delivery(2));
    expect(takeAll(stash)).toEqual([1]);
    expect(stash.aside).toBe(1);
  });

  it('empties what is aside, and leaves what came back', () => {
    const stash = new Stash();
    stash.push(delivery(1));
    stash.unstash();
    stash.push(delivery(2));
    expect(stash.empty().map(({ id }) => id)).toEqual([2]);
    expect([stash.aside, takeAll(stash)]).toEqual([0, [1]]);
  });
});
