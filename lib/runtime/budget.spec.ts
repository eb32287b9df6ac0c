import { Budget } from './budget.js';

describe('Budget', () => {
  let time: number;
  let looks: number;
  let budget: Budget;
  /** Answers whether there is more. */
  const handle = (ms: number): boolean => {
    time += ms;
    return budget.spend();
  };

  beforeEach(() => {
    time = 500;
    looks = 0;
    budget = new Budget(
      () => (looks += 1),
      () => time,
    );
    budget.open();
  });

  it('is spent after a millisecond, until it is opened again', () => {
    expect([handle(0.4), handle(0.4), handle(0.4), handle(0)]).toEqual([true, true, false, false]);
    expect(budget.isSpent).toBe(true);
    budget.open();
    expect([budget.isSpent, handle(0.4)]).toEqual([false, true]);
  });

  it('ends early in its second half, and not before', () => {
    handle(0.49);
    budget.endEarly();
    expect(budget.isSpent).toBe(false);
    handle(0.01);
    budget.endEarly();
    expect([budget.isSpent, handle(0)]).toEqual([true, false]);
  });

  it('has nothing left when it is closed', () => {
    budget.close();
    expect([budget.isSpent, handle(0), looks]).toEqual([true, false, 0]);
  });

  it('looks at the clock after 1, 2, 4 messages, in the end after each 64', () => {
    const looked: number[] = [];
    for (let n = 1; n <= 256; n += 1) {
      const before = looks;
      handle(0.001);
      if (looks > before) looked.push(n);
    }
    expect(looked).toEqual([1, 3, 7, 15, 31, 63, 127, 191, 255]);
  });

  it('looks sooner the less there is left', () => {
    let handled = 1;
    while (handled < 100 && handle(0.09)) handled += 1;
    expect(handled).toBe(12);
  });

  it('grants no more at once than there are before the next look', () => {
    for (let n = 0; n < 70; n += 1) handle(0.001); // the next look is due after 127
    expect([budget.grant(50), budget.grant(50), looks]).toEqual([50, 7, 6]);
    expect([handle(0.1), looks]).toEqual([true, 7]);
  });

  it('counts what was granted and given back as not spent', () => {
    for (let n = 0; n < 70; n += 1) handle(0.001);
    expect(budget.grant(57)).toBe(57);
    budget.refund(57);
    for (let n = 0; n < 56; n += 1) handle(0.001);
    expect([looks, handle(0.001), looks]).toEqual([6, true, 7]);
  });

  it('looks after the next message when that may be slow, however quick those before it were', () => {
    for (let n = 0; n < 70; n += 1) handle(0.001);
    budget.lookNext();
    expect(handle(5)).toBe(false);
  });

  it('learns anew what a message takes after such a look', () => {
    for (let n = 0; n < 70; n += 1) handle(0.001);
    budget.lookNext();
    let slow = 1;
    while (slow < 100 && handle(0.2)) slow += 1;
    expect(slow).toBe(5);
  });
});
