import { performance } from 'node:perf_hooks';
import { jest } from '@jest/globals';
import { type ActorContext } from '../../lib/runtime/index.js';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Heard, Note, Open, Other, Tick } from './messages.js';
import { fail, nothing } from './reactions.js';

guarantee('G1', 'One actor instance handles one message at a time, across `await`.', () => {
  it('holds across any number of awaits, of handlers of any message', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, (inside += 1));
      for (let turns = 0; turns < 3; turns += 1) await turnOfTheLoop();
      await Promise.resolve();
      inside -= 1;
    };
    const universe = await Universe.of(actor('scribe', [handle(Note, work), handle(Other, work)]));
    for (let n = 0; n < 10; n += 1) {
      universe.runtime.tell(new Note(n));
      universe.runtime.tell(new Other());
    }
    for (let n = 10; n < 20; n += 1) {
      await turnOfTheLoop(); // these come while one is pending
      universe.runtime.tell(new Note(n));
    }
    while (universe.totals.handled < 30) await turnOfTheLoop();
    expect(most).toBe(1);
  });

  it('holds during a pause between two attempts, and while a message has timed out', async () => {
    const gate = new Gate();
    const events: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(
          Note,
          (_, { envelope: { attempt } }) => (
            events.push(`note ${attempt}`),
            attempt === 1 ? fail() : undefined
          ),
          {
            retry: { attempts: 2, backoffMs: 100, jitter: false },
          },
        ),
        handle(Open, () => (events.push('open'), gate.opened), { timeoutMs: 10 }),
        handle(Other, () => void events.push('other')),
      ]),
    );
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Open());
    universe.runtime.tell(new Other());
    await universe.advance(99);
    expect(events).toEqual(['note 1']);
    await universe.advance(1_000);
    expect(events).toEqual(['note 1', 'note 2', 'open']);
    gate.open();
    await universe.quiet();
    expect(events).toEqual(['note 1', 'note 2', 'open', 'other']);
  });
});

guarantee(
  'G2',
  'Messages accepted by one instance are handled in the order of acceptance; unstashed ones go first, in their order. Acceptance happens inside the call, so what one handler sends to one instance, by any verb, arrives in the order it was sent; across instances nothing is promised.',
  () => {
    it('whoever sends, and however long handlers take', async () => {
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, async ({ n }) => {
            if (n % 3 === 0) await turnOfTheLoop();
            seen.push(n);
          }),
        ]),
      );
      for (let n = 0; n < 50; n += 1) universe.runtime.tell(new Note(n));
      while (universe.totals.handled < 50) await turnOfTheLoop();
      expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
    });

    it('what one handler sends by tell, ref, publish, deliver and runtime arrives in that order', async () => {
      const seen: number[] = [];
      const universe = await Universe.of([
        actor('sender', [
          handle(Open, (_, context) => {
            context.tell(new Note(1));
            context.publish(new Heard(2));
            context.ref('scribe').tell(new Note(3), context);
            void universe.runtime.deliver(new Note(4), context);
            universe.runtime.tell(new Note(5));
            universe.runtime.publish(new Heard(6), context);
            context.tell(new Note(7));
          }),
        ]),
        actor('scribe', [
          handle(Note, ({ n }) => void seen.push(n)),
          subscribe(Heard, ({ n }) => void seen.push(n)),
        ]),
      ]);
      universe.runtime.tell(new Open());
      await universe.quiet();
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('a message is accepted when the call returns', async () => {
      const universe = await Universe.of(actor('scribe', [handle(Note, nothing)]));
      universe.runtime.tell(new Note());
      expect(universe.totals).toMatchObject({ accepted: 1, queued: 1 });
      void universe.runtime.deliver(new Note());
      expect(universe.totals).toMatchObject({ accepted: 2, queued: 2 });
    });

    it('unstashed messages go first, in their order', async () => {
      const seen: number[] = [];
      let isOpen = false;
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, ({ n }, context) => (isOpen ? void seen.push(n) : context.stash())),
          handle(Open, (_, context) => {
            isOpen = true;
            context.unstashAll();
          }),
        ]),
      );
      for (const message of [new Note(1), new Note(2), new Open(), new Note(3)])
        universe.runtime.tell(message);
      await universe.quiet();
      expect(seen).toEqual([1, 2, 3]);
    });

    it('each verb has had its message accepted before the next one is called', async () => {
      const accepted: (number | undefined)[] = [];
      const universe: Universe = await Universe.of([
        actor('sender', [
          handle(Open, (_, context) => {
            const verbs = [
              () => context.tell(new Note()),
              () => context.publish(new Heard()),
              () => context.ref('receiver').tell(new Note(), context),
              () => void universe.runtime.deliver(new Note(), context),
              () => universe.runtime.tell(new Note()),
              () => universe.runtime.publish(new Heard()),
            ];
            for (const send of verbs) {
              send();
              accepted.push(universe.runtime.snapshot().actors['receiver']?.accepted);
            }
          }),
        ]),
        actor('receiver', [handle(Note, nothing), subscribe(Heard, nothing)]),
      ]);
      universe.runtime.tell(new Open());
      await universe.quiet();
      expect(accepted).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('what is sent to another instance may come later, or sooner', async () => {
      const seen: number[] = [];
      const gate = new Gate();
      const universe = await Universe.of([
        actor('sender', [
          handle(Open, (_, context) => {
            context.tell(new Note(1, 'busy'));
            context.tell(new Note(2));
          }),
        ]),
        actor(
          'receiver',
          [
            handle(Note, async ({ n, key }) => {
              if (key === 'busy') await gate.opened;
              seen.push(n);
            }),
          ],
          { keyBy: byKey },
        ),
      ]);
      universe.runtime.tell(new Open());
      await universe.quiet();
      gate.open();
      await universe.quiet();
      expect(seen).toEqual([2, 1]);
    });
  },
);

guarantee(
  'G3',
  'Instances progress independently: a handler that never settles holds only its own mailbox.',
  () => {
    it('between actors, and between keys', async () => {
      const seen: string[] = [];
      const universe = await Universe.of([
        actor(
          'order',
          [handle(Note, ({ key }) => (key === 'stuck' ? new Gate().opened : void seen.push(key)))],
          {
            keyBy: byKey,
          },
        ),
        actor('other', [handle(Other, () => void seen.push('other'))]),
      ]);
      for (const key of ['stuck', 'stuck', 'a', 'b', 'stuck', 'a']) universe.runtime.tell(new Note(0, key));
      universe.runtime.tell(new Other());
      await universe.quiet();
      expect(seen).toEqual(['a', 'a', 'b', 'other']);
      expect(universe.totals).toMatchObject({ running: 1, queued: 2 });
    });
  },
);

guarantee('G4', "No handler runs inside the caller's stack.", () => {
  it('whichever verb is called, from outside or from a handler; nor does a redrive, a timer or a drain run one', async () => {
    let depth = 0;
    let deepest = 0;
    const look = (): void => void (deepest = Math.max(deepest, depth));
    const during = <T>(call: () => T): T => {
      depth += 1;
      try {
        return call();
      } finally {
        depth -= 1;
      }
    };
    let fails = true;
    const universe = await Universe.of([
      actor('scribe', [handle(Note, look), subscribe(Heard, look), handle(Tick, look)]),
      actor('caller', [
        handle(Open, (_, context: ActorContext) => {
          if (fails) fail();
          during(() => context.tell(new Note()));
          during(() => context.publish(new Heard()));
          during(() => context.ref('scribe').tell(new Note(), context));
          during(() => context.self.tell(new Other()));
          during(() => context.schedule.once('soon', 0, new Other()));
        }),
        handle(Other, look),
      ]),
    ]);
    const { clock, runtime } = universe;
    runtime.tell(new Open());
    await universe.quiet();
    fails = false;
    during(() => runtime.deadLetters.redrive({}));
    during(() => runtime.tell(new Note()));
    during(() => runtime.publish(new Heard()));
    during(() => runtime.ref('scribe').tell(new Note()));
    await during(() => runtime.deliver(new Note()));
    await universe.quiet();
    during(() => clock.advance(1));
    await universe.quiet();
    during(() => runtime.tell(new Tick()));
    await during(() => runtime.drain());
    expect(universe.totals).toMatchObject({ handled: 11, dead: 1 });
    expect(deepest).toBe(0);
  });
});

guarantee(
  'G5',
  "A flood on one actor keeps other actors, timers and I/O waiting no longer than a time slice plus one handler's synchronous part.",
  () => {
    const SLICE_MS = 1;
    const ROUNDING_MS = 1e-9;

    /** Machine time that passes only while a handler computes. */
    function stopTheClock(): { readonly compute: (ms: number) => void } {
      let now = 0;
      jest.spyOn(performance, 'now').mockImplementation(() => now);
      return { compute: (ms) => void (now += ms) };
    }

    afterEach(() => jest.restoreAllMocks());

    const costs = [0.007, 0.03, 0.25, 0.4, 3];
    const kinds = { synchronous: () => undefined, asynchronous: () => Promise.resolve() };

    it('whatever a handler costs, and whether it is synchronous or not', async () => {
      for (const [kind, settle] of Object.entries(kinds)) {
        for (const costMs of costs) {
          const { compute } = stopTheClock();
          const waits: number[] = [];
          let left = 1_000;
          let othersAt = -1;
          const universe = await Universe.of([
            actor('flooded', [
              handle(Note, (_, context) => {
                compute(costMs);
                left -= 1;
                if (left > 0) context.tell(new Note());
                return settle();
              }),
            ]),
            actor('other', [
              handle(Open, () => {
                othersAt = performance.now();
                compute(costMs);
              }),
            ]),
          ]);
          for (let n = 0; n < 200; n += 1) universe.runtime.tell(new Note());
          universe.runtime.tell(new Open());
          for (let before = 0; left > 0; before = performance.now()) {
            await turnOfTheLoop(); // timers and I/O have their turn whenever an immediate has
            waits.push(performance.now() - before);
          }
          await universe.quiet();
          const mostMs = SLICE_MS + costMs + ROUNDING_MS;
          expect([kind, waits.filter((waitMs) => waitMs > mostMs)]).toEqual([kind, []]);
          expect(othersAt).toBeLessThanOrEqual(mostMs);
        }
      }
    });
  },
);
