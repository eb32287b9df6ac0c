import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { actor, Gate, handle, turnOfTheLoop, Universe } from '../../test/universe.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}
class Other {}
class Open {}

const fail = (): never => {
  throw new Error('no');
};

/** Jest runs without --expose-gc. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('Inbox', () => {
  it('has a size that always equals what is queued', async () => {
    const gate = new Gate();
    const sizes: number[] = [];
    const universe: Universe = await Universe.of(
      actor('scribe', [
        handle(Open, () => gate.opened),
        handle(Note, () => void sizes.push(universe.totals.queued)),
      ]),
    );
    universe.runtime.tell(new Open());
    await universe.quiet();
    for (let n = 1; n <= 5; n += 1) {
      universe.runtime.tell(new Note(n));
      expect(universe.totals.queued).toBe(n);
    }
    gate.open();
    await universe.quiet();
    expect(sizes).toEqual([4, 3, 2, 1, 0]);
  });

  it('loses nothing in silence where drop-oldest meets a stash that came back on top of a full mailbox', async () => {
    const [first, second] = [new Gate(), new Gate()];
    const handled: number[] = [];
    const universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Open, async (_, context) => {
            await first.opened;
            context.unstashAll();
            await second.opened;
          }),
          handle(Note, ({ n }, context) => (n <= 2 ? context.stash() : void handled.push(n))),
        ],
        { mailbox: { capacity: 2, overflow: 'drop-oldest' } },
      ),
    );
    for (const n of [1, 2]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    universe.runtime.tell(new Open());
    await universe.quiet();
    for (const n of [3, 4]) universe.runtime.tell(new Note(n));
    first.open();
    await universe.quiet();
    universe.runtime.tell(new Note(5));
    const dropped = universe.runtime.deadLetters.list().map(({ envelope }) => (envelope.message as Note).n);
    second.open();
    await universe.quiet();
    expect([dropped, handled]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(universe.totals).toMatchObject({ told: 6, handled: 3, dead: 3, queued: 0, stashed: 0 });
  });

  it('gives a burst back to the collector, though its actor lives on', async () => {
    const held: WeakRef<Note>[] = [];
    const universe = await Universe.of(
      actor('scribe', [handle(Note, ({ n }) => (n % 2 === 0 ? turnOfTheLoop() : undefined))]),
    );
    const tell = (n: number): void => {
      const note = new Note(n);
      held.push(new WeakRef(note));
      universe.runtime.tell(note);
    };
    for (let n = 0; n < 100; n += 1) tell(n);
    while (universe.totals.handled < 100) await turnOfTheLoop();
    await universe.quiet();
    await turnOfTheLoop();
    garbageCollector()();
    expect(held.filter((note) => note.deref() !== undefined)).toEqual([]);
  });

  it('keeps the order of a reader and a writer that go through it full, again and again', async () => {
    let next = 0;
    let told = 0;
    const universe = await Universe.of(
      actor('scribe', [handle(Note, ({ n }) => (n === next++ ? undefined : fail()))]),
      { mailbox: { capacity: 64 } },
    );
    while (told < 20_000) {
      while (universe.totals.queued < 64) universe.runtime.tell(new Note(told++));
      await turnOfTheLoop();
    }
    await universe.quiet();
    expect(universe.totals).toMatchObject({ told, handled: told, refused: 0, dead: 0 });
  });

  describe('sets messages aside', () => {
    it('as many as a mailbox holds; one more is a dead letter stash-overflow', async () => {
      const universe = await Universe.of(actor('scribe', [handle(Note, (_, context) => context.stash())]), {
        mailbox: { capacity: 3 },
      });
      for (let n = 0; n < 5; n += 1) {
        universe.runtime.tell(new Note(n));
        await universe.quiet();
      }
      expect(universe.totals).toMatchObject({ stashed: 3, dead: 2 });
      expect(
        universe.runtime.deadLetters.list().map(({ reason, envelope }) => [reason, envelope.message]),
      ).toEqual([
        ['stash-overflow', new Note(3)],
        ['stash-overflow', new Note(4)],
      ]);
    });

    it('not one whose handler fails, or returns a value', async () => {
      let attempts = 0;
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            (_, context) => {
              context.stash();
              attempts += 1;
              fail();
            },
            { retry: { attempts: 2, backoffMs: 0 } },
          ),
          handle(Other, (_, context) => {
            context.stash();
            return 1;
          }),
        ]),
      );
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await universe.quiet();
      expect(attempts).toBe(2);
      expect(universe.reasons).toEqual(['handler-failed', 'returned-value']);
      expect(universe.totals.stashed).toBe(0);
    });

    it('until their actor stops: then they are dead letters, before what is queued', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, (_, context) => context.stash()), handle(Open, fail)], {
          supervision: { onFailure: 'stop' },
        }),
      );
      for (const message of [new Note(1), new Open(), new Note(2)]) universe.runtime.tell(message);
      await universe.quiet();
      expect(
        universe.runtime.deadLetters.list().map(({ reason, envelope }) => [reason, envelope.message]),
      ).toEqual([
        ['handler-failed', new Open()],
        ['actor-stopped', new Note(1)],
        ['actor-stopped', new Note(2)],
      ]);
    });

    it('until their instance is passivated on purpose: then they go to the next one, first', async () => {
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, ({ n }, context, self: { id: number }) => {
              if (self.id === 1) context.stash();
              else seen.push(`note ${n} by ${self.id}`);
            }),
            handle(Open, (_, context) => context.passivate()),
          ],
          { keyBy: () => 'a', create: () => ({ id: (instances += 1) }) },
        ),
      );
      for (const message of [new Note(1), new Open(), new Note(2)]) universe.runtime.tell(message);
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 2', 'note 2 by 2']);
    });

    it('and counts what comes back as queued: beyond the capacity nothing new is accepted', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, ({ n }, context) => (n < 2 ? context.stash() : undefined)),
          handle(Open, async (_, context) => {
            context.unstashAll();
            await gate.opened;
          }),
        ]),
        { mailbox: { capacity: 3 } },
      );
      for (const message of [new Note(0), new Note(1), new Open()]) universe.runtime.tell(message);
      await universe.quiet();
      expect(universe.totals).toMatchObject({ queued: 2, stashed: 0, running: 1 });
      universe.runtime.tell(new Note(2));
      universe.runtime.tell(new Note(3));
      expect(universe.totals).toMatchObject({ queued: 3, refused: 1 });
      expect(universe.reasons).toEqual(['mailbox-full']);
      gate.open();
      await universe.quiet();
    });
  });
});
