import assert from 'node:assert/strict'; // a run compares 100,000 times: Jest's matchers take minutes for that
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { MemoryMailbox } from './memory-mailbox.js';

interface Note {
  readonly n: number;
}

/** A mailbox as anyone would draw it: an array. */
interface Model {
  readonly notes: Note[];
  offered: number;
}

type Command = fc.Command<Model, MemoryMailbox<Note>>;

function agree(model: Model, mailbox: MemoryMailbox<Note>): void {
  assert.equal(mailbox.size, model.notes.length);
  assert.equal(mailbox.first, model.notes[0]);
}

class OfferSome implements Command {
  constructor(readonly count: number) {}

  check(): boolean {
    return true;
  }

  run(model: Model, mailbox: MemoryMailbox<Note>): void {
    for (let left = this.count; left > 0; left -= 1) {
      const note = { n: (model.offered += 1) };
      const hasRoom = model.notes.length < mailbox.capacity;
      assert.equal(mailbox.offer(note), hasRoom ? 'accepted' : 'full');
      if (hasRoom) model.notes.push(note);
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

  run(model: Model, mailbox: MemoryMailbox<Note>): void {
    for (let left = this.count; left > 0; left -= 1) {
      assert.deepEqual([...mailbox.waiting()], model.notes);
      assert.equal(mailbox.take(), model.notes.shift());
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
        const real = new MemoryMailbox<Note>(capacity);
        assert.equal(real.capacity, capacity);
        fc.modelRun(() => ({ model: { notes: [], offered: 0 }, real }), list);
      }),
      { numRuns: 100 },
    );
  });

  it('gives memory back as it drains', () => {
    const heapUsed = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const BURST = 1_000_000;
    /** What an array of them would go on holding: eight bytes each. The rest of the heap stirs by half a megabyte. */
    const PLACES = BURST * 8;
    const mailbox = new MemoryMailbox<Note>(BURST);
    const before = heapUsed();
    for (let n = 0; n < BURST; n += 1) mailbox.offer({ n });
    const full = heapUsed() - before;
    for (let left = BURST - 10; left > 0; left -= 1) mailbox.take();
    const drained = heapUsed() - before;
    expect(mailbox.size).toBe(10);
    expect(full).toBeGreaterThan(PLACES); // and the messages
    expect(drained).toBeLessThan(PLACES / 4);
  });

  it.each([
    [4, 0, 'the page that it keeps while it is empty'],
    [20, 1, 'a page with a message left in it'],
  ])('keeps nothing that it has given away: of %d all but %d, from %s', async (count, left) => {
    const mailbox = new MemoryMailbox<Note>(64);
    const given: WeakRef<object>[] = [];
    const offerAndTake = (): void => {
      for (let n = 0; n < count; n += 1) {
        const message = { n };
        given.push(new WeakRef(message));
        mailbox.offer(message);
      }
      while (mailbox.size > left) mailbox.take();
    };
    offerAndTake();
    await new Promise(setImmediate); // a WeakRef holds its target until the end of the job that made it
    collectGarbage();
    expect(given.filter((message) => message.deref() !== undefined)).toHaveLength(left);
    expect(mailbox.size).toBe(left);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
