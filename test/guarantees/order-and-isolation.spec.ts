import { performance } from 'node:perf_hooks';
import { jest } from '@jest/globals';
import type { ActorContext } from '../../lib/runtime/index.js';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../universe.js';
import { byKey, Event, Note, Other } from './notes.js';

describe('G1', () => {
  it('One actor instance handles one message at a time, across `await`.', async () => {
    const gates = [new Gate(), new Gate(), new Gate()];
    const events: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, async ({ n }) => {
          events.push(`begin ${n}`);
          await gates[n]?.opened;
          await turnOfTheLoop();
          events.push(`end ${n}`);
        }),
      ]),
    );
    for (const n of gates.keys()) universe.runtime.tell(new Note(n));
    for (const { open } of gates.toReversed()) {
      await universe.quiet();
      expect(universe.totals.running).toBe(1);
      open();
    }
    while (universe.totals.handled < 3) await turnOfTheLoop();
    expect(events).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
  });
});

describe('G2', () => {
  it('Messages accepted by one instance are handled in the order of acceptance; unstashed ones go first, in their order.', async () => {
    const seen: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }, context) => {
          if (n > 2 || seen.includes('open')) seen.push(`note ${n}`);
          else context.stash();
        }),
        handle(Other, (_, context) => {
          seen.push('open');
          context.unstashAll();
        }),
      ]),
    );
    for (let n = 1; n <= 4; n += 1) universe.runtime.tell(new Note(n));
    universe.runtime.tell(new Other());
    for (let n = 5; n <= 7; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(seen).toEqual([3, 4, 'open', 1, 2, 5, 6, 7].map((n) => (n === 'open' ? n : `note ${n}`)));
  });

  it('Acceptance happens inside the call, so what one handler sends to one instance, by any verb, arrives in the order it was sent; across instances nothing is promised.', async () => {
    const seen: number[] = [];
    const first = new Gate();
    const accepted: (number | undefined)[] = [];
    const receive = ({ n, key }: Note): Promise<void> | undefined => {
      if (key === 'busy') return first.opened.then(() => void seen.push(n));
      seen.push(n);
      return undefined;
    };
    const universe: Universe = await Universe.of([
      actor('sender', [
        handle(Other, (_, context) => {
          const verbs = [
            () => context.tell(new Note(1)),
            () => universe.runtime.tell(new Note(2)),
            () => void universe.runtime.deliver(new Note(3), context),
            () => context.publish(new Event(4)),
            () => context.ref('receiver', 'a').tell(new Note(5), context),
            () => universe.runtime.publish(new Event(6)),
            () => void universe.runtime.deliver(new Note(7)),
          ];
          for (const send of verbs) {
            send();
            accepted.push(universe.runtime.snapshot().actors['receiver']?.accepted);
          }
          context.tell(new Note(8, 'busy'));
          context.tell(new Note(9));
        }),
      ]),
      actor('receiver', [handle(Note, receive), subscribe(Event, receive)], { keyBy: byKey }),
    ]);
    universe.runtime.tell(new Other());
    await universe.quiet();
    first.open();
    await universe.quiet();
    expect(accepted).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 8]);
  });
});

describe('G3', () => {
  it('Instances progress independently: a handler that never settles holds only its own mailbox.', async () => {
    const seen: string[] = [];
    const universe = await Universe.of([
      actor(
        'order',
        [
          handle(Note, ({ n, key }) => {
            seen.push(`${key} ${n}`);
            return key === 'a' ? new Gate().opened : undefined;
          }),
        ],
        { keyBy: byKey },
      ),
      actor('other', [handle(Other, ({ n }) => void seen.push(`other ${n}`))]),
    ]);
    for (const n of [1, 2]) {
      for (const key of ['a', 'b']) universe.runtime.tell(new Note(n, key));
      universe.runtime.tell(new Other(n));
    }
    await universe.quiet();
    expect(seen.toSorted()).toEqual(['a 1', 'b 1', 'b 2', 'other 1', 'other 2']);
    expect(universe.runtime.snapshot().actors['order']).toMatchObject({ queued: 1, running: 1, handled: 2 });
  });
});

describe('G4', () => {
  it("No handler runs inside the caller's stack.", async () => {
    let depth = 0;
    let deepest = 0;
    let handled = 0;
    const count = (): void => {
      deepest = Math.max(deepest, depth);
      handled += 1;
    };
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
      actor('scribe', [handle(Note, count), subscribe(Event, count)]),
      actor('sender', [
        handle(Other, (_: Other, context: ActorContext) => {
          if (fails) throw new Error('on purpose');
          during(() => context.self.tell(new Event()));
          during(() => context.ref('scribe').tell(new Note(), context));
          during(() => context.tell(new Note()));
          during(() => context.publish(new Event()));
          during(() => context.schedule.once('soon', 0, new Event()));
        }),
        subscribe(Event, count),
      ]),
    ]);
    const { runtime } = universe;
    runtime.tell(new Other());
    await universe.quiet();
    fails = false;
    during(() => runtime.tell(new Note()));
    await during(() => runtime.deliver(new Note()));
    during(() => runtime.publish(new Event()));
    during(() => runtime.ref('scribe').tell(new Note()));
    during(() => runtime.deadLetters.redrive({}));
    await universe.quiet();
    during(() => universe.clock.advance(1));
    await universe.quiet();
    during(() => runtime.tell(new Note()));
    await during(() => runtime.drain());
    expect(deepest).toBe(0);
    expect(handled).toBe(12);
  });
});

describe('G5', () => {
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

  it("A flood on one actor keeps other actors, timers and I/O waiting no longer than a time slice plus one handler's synchronous part.", async () => {
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
            handle(Other, () => {
              othersAt = performance.now();
              compute(costMs);
            }),
          ]),
        ]);
        for (let n = 0; n < 200; n += 1) universe.runtime.tell(new Note());
        universe.runtime.tell(new Other());
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
});
