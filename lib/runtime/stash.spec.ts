import { NO_CAUSE } from './cause.js';
import type { Slot } from './mailbox.js';
import { Stash } from './stash.js';

const slot = (id: number): Slot => ({ message: { id }, cause: NO_CAUSE, id, at: id * 10 });

function takeAll(stash: Stash): unknown[] {
  const ids: unknown[] = [];
  for (; stash.size > 0; stash.shift()) {
    const { message, cause, id, at } = stash;
    expect({ message, cause, id, at }).toEqual(slot(Number(id)));
    ids.push(id);
  }
  return ids;
}

describe('Stash', () => {
  it('gives nothing back before it is unstashed', () => {
    const stash = new Stash();
    stash.push(slot(1));
    expect([stash.aside, stash.size]).toEqual([1, 0]);
    expect(takeAll(stash)).toEqual([]);
  });

  it('gives back in the order of stashing, what came back before first', () => {
    const stash = new Stash();
    for (const id of [1, 2]) stash.push(slot(id));
    expect(stash.unstash()).toBe(2);
    for (const id of [3, 4]) stash.push(slot(id));
    expect([stash.aside, stash.size, stash.at]).toEqual([2, 2, 10]);
    expect(stash.unstash()).toBe(2);
    expect(takeAll(stash)).toEqual([1, 2, 3, 4]);
    expect(stash.unstash()).toBe(0);
  });

  it('keeps what is stashed while it gives back until the next time', () => {
    const stash = new Stash();
    stash.push(slot(1));
    stash.unstash();
    stash.push(slot(2));
    expect(takeAll(stash)).toEqual([1]);
    expect(stash.aside).toBe(1);
  });

  it('empties what is aside, and leaves what came back', () => {
    const stash = new Stash();
    stash.push(slot(1));
    stash.unstash();
    stash.push(slot(2));
    expect(stash.empty().map(({ id }) => id)).toEqual([2]);
    expect([stash.aside, takeAll(stash)]).toEqual([0, [1]]);
  });
});
