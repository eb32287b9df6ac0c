import assert from 'node:assert/strict'; // a run compares 100,000 times: Jest's matchers take minutes for that
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { Cause, NO_CAUSE } from './cause.js';
import type { Slot } from './mailbox.js';
import { MemoryMailbox } from './memory-mailbox.js';

/** A mailbox as anyone would draw it: an array. */
interface Model {
  readonly slots: Readonly<Slot>[];
  offered: number;
}

type Command = fc.Command<Model, MemoryMailbox>;

const someCause = new Cause('conversation', 'parent', undefined, undefined);
const slotNumber = (n: number): Slot => ({
  message: { n },
  cause: n % 2 === 0 ? NO_CAUSE : someCause,
  id: n % 3 === 0 ? `chosen-${n}` : n,
  at: n * 10,
});

function agree(model: Model, mailbox: MemoryMailbox): void {
  assert.equal(mailbox.size, model.slots.length);
  if (mailbox.size > 0) assert.equal(mailbox.at, model.slots[0]?.at);
}

class OfferSome implements Command {
  constructor(readonly count: number) {}

  check(): boolean {
    return true;
  }

  run(model: Model, mailbox: MemoryMailbox): void {
    for (let left = this.count; left > 0; left -= 1) {
      const slot = slotNumber((model.offered += 1));
      const hasRoom = model.slots.length < mailbox.capacity;
      const answer = mailbox.offer(slot.message, slot.cause, slot.id, slot.at);
      assert.equal(answer, hasRoom ? 'accepted' : 'full');
      if (hasRoom) model.slots.push(slot);
      agree(model, mailbox);
    }
  }

  toString(): string {
    return `offer ${this.count}`;
  }
}

class TakeSome implements Command {
  constructor(readonly count: number) {}

  check(): boolean {
    return true;
  }

  run(model: Model, mailbox: MemoryMailbox): void {
    for (let left = this.count; left > 0; left -= 1) {
      const oldest = model.slots.shift();
      if (oldest === undefined) return;
      assert.equal(mailbox.message, oldest.message);
      assert.equal(mailbox.cause, oldest.cause);
      assert.equal(mailbox.id, oldest.id);
      assert.equal(mailbox.at, oldest.at);
      mailbox.shift();
      agree(model, mailbox);
    }
  }

  toString(): string {
    return `take ${this.count}`;
  }
}

describe('MemoryMailbox', () => {
  it('behaves like a bounded array, whatever is offered and taken', () => {
    const counts = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 300 }));
    const commands = fc.commands(
      [counts.map((count) => new OfferSome(count)), counts.map((count) => new TakeSome(count))],
      { maxCommands: 30 },
    );
    const capacities = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 60, max: 600 }));
    fc.assert(
      fc.property(capacities, commands, (capacity, list) => {
        const real = new MemoryMailbox(capacity);
        assert.equal(real.capacity, capacity);
        fc.modelRun(() => ({ model: { slots: [], offered: 0 }, real }), list);
      }),
      { numRuns: 100 },
    );
  });

  it('gives memory back as it drains', () => {
    const heapUsed = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const BURST = 500_000;
    const mailbox = new MemoryMailbox(BURST);
    const before = heapUsed();
    for (let n = 0; n < BURST; n += 1) mailbox.offer({ n }, NO_CAUSE, n, n);
    const full = heapUsed() - before;
    for (let left = BURST - 10; left > 0; left -= 1) mailbox.shift();
    const drained = heapUsed() - before;
    expect(mailbox.size).toBe(10);
    expect(full).toBeGreaterThan(BURST * 32); // four elements of eight bytes each, and the messages
    expect(drained).toBeLessThan(full / 50);
  });

  it('keeps nothing that it has given away', async () => {
    const mailbox = new MemoryMailbox(64);
    const given: WeakRef<object>[] = [];
    const offerAndTakeAll = (): void => {
      for (let n = 0; n < 20; n += 1) {
        // few enough for the last page to be kept
        const message = { n };
        given.push(new WeakRef(message));
        mailbox.offer(message, NO_CAUSE, n, n);
      }
      while (mailbox.size > 0) mailbox.shift();
    };
    offerAndTakeAll();
    await new Promise(setImmediate); // a WeakRef holds its target until the end of the job that made it
    collectGarbage();
    expect(given.filter((message) => message.deref() !== undefined)).toEqual([]);
    expect(mailbox.size).toBe(0);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
