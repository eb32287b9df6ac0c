import { tracingChannel } from 'node:diagnostics_channel';
import { jest } from '@jest/globals';
import type { HandlerDefinition } from './actor-definition.js';
import { suspectReplyWaits } from './runtime.js';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../../test/universe.js';

class Note {
  constructor(readonly n = 0) {}
}
class Other {}

/** Where messages go straight to their mailboxes. */
const DIRECT = { freeze: 'off', mailbox: { capacity: 3 } } as const;

/** A scribe who is told more notes while it handles number 1, and another message that it takes. */
async function scribeToldMore(
  more: readonly number[],
  seen: unknown[],
  other: HandlerDefinition,
): Promise<Universe> {
  const note = handle(Note, ({ n }) => {
    seen.push(n);
    if (n === 1) for (const next of more) universe.runtime.tell(new Note(next));
  });
  const universe = await Universe.of(actor('scribe', [note, other]), {
    ...DIRECT,
    mailbox: { capacity: 20 },
  });
  return universe;
}

/** How a message from outside fares that waits without a delivery of its own, behind one that it is like. */
describe('a message that waits as it is', () => {
  it('is handled in its place among the others', async () => {
    const seen: unknown[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }) => void seen.push(n)),
        handle(Other, (_message, context) => void seen.push(context.envelope.id)),
      ]),
      DIRECT,
    );
    universe.runtime.tell(new Note(1));
    universe.runtime.tell(new Other());
    universe.runtime.tell(new Note(3));
    await universe.quiet();
    expect(seen).toEqual([1, 'm-2', 3]);
    expect(universe.totals).toMatchObject({ accepted: 3, handled: 3, dead: 0 });
  });

  it('becomes a dead letter like any other when its handler throws', async () => {
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, function note({ n }) {
          if (n === 1) throw new Error('no ink');
        }),
      ]),
      DIRECT,
    );
    universe.clock.advance(5);
    await turnOfTheLoop();
    universe.runtime.tell(new Note(0)); // the first of a millisecond is measured, and goes another way
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    const [letter] = universe.runtime.deadLetters.list();
    expect(letter).toMatchObject({
      reason: 'handler-failed',
      errors: [expect.objectContaining({ message: 'no ink' })],
      envelope: { id: 'm-2', correlationId: 'm-2', causationId: undefined, from: undefined, attempt: 1 },
    });
    expect(letter?.envelope.time).toBe(universe.clock.now());
    expect(universe.totals).toMatchObject({ accepted: 2, handled: 1, dead: 1 });
  });

  it('is tried again, and awaited, as its handler wants it', async () => {
    const gate = new Gate();
    const attempts: number[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(
          Note,
          ({ n }) => {
            attempts.push(n);
            if (attempts.length === 2) throw new Error('not yet');
            return n === 1 ? gate.opened : undefined;
          },
          { retry: { attempts: 2, backoffMs: 0 } },
        ),
      ]),
      DIRECT,
    );
    for (const n of [0, 1, 2]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect([attempts, universe.totals.handled]).toEqual([[0, 1, 1], 1]);
    gate.open();
    await universe.quiet();
    expect([attempts, universe.totals.handled]).toEqual([[0, 1, 1, 2], 3]);
  });

  it('is a violation when its handler returns a value', async () => {
    const universe = await Universe.of(
      actor('scribe', [handle(Note, (({ n }: Note) => (n === 1 ? 'ink' : undefined)) as never)]),
      DIRECT,
    );
    for (const n of [0, 1, 2]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(universe.runtime.deadLetters.list().map(({ reason }) => reason)).toEqual(['returned-value']);
    expect(universe.totals).toMatchObject({ handled: 2, dead: 1 });
  });

  it('is told from what came between, and goes to its own handler', async () => {
    const seen: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }) => void seen.push(`note ${n}`)),
        handle(Other, () => void seen.push('other')),
        handle(Back, (_message, context) => {
          seen.push('back');
          if (seen.length === 1) context.tell(new Other());
        }),
      ]),
      { ...DIRECT, mailbox: { capacity: 20 } },
    );
    const { runtime } = universe;
    for (const message of [new Back(), new Back(), new Note(1), new Note(2), new Other(), new Other()])
      runtime.tell(message);
    await runtime.deliver(new Note(3));
    for (const message of [new Other(), new Note(4), new Note(5)]) runtime.tell(message);
    await universe.quiet();
    expect(seen.join(', ')).toBe(
      'back, back, note 1, note 2, other, other, note 3, other, note 4, note 5, other',
    );
  });

  it('is not like one that was refused', async () => {
    const gate = new Gate();
    const seen: string[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, () => void seen.push('note')),
        handle(Other, () => {
          seen.push('other');
          return seen.length === 1 ? gate.opened : undefined;
        }),
      ]),
      DIRECT,
    );
    universe.runtime.tell(new Other());
    await universe.quiet();
    for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Other());
    universe.runtime.tell(new Note()); // is refused, in the very millisecond of the next
    gate.open();
    await universe.quiet();
    universe.runtime.tell(new Note());
    await universe.quiet();
    expect(seen).toEqual(['other', 'other', 'other', 'other', 'note']);
    expect(universe.runtime.deadLetters.list().map(({ reason }) => reason)).toEqual(['mailbox-full']);
  });

  it.each([
    ['told without another word', undefined],
    ['told with headers', { headers: { tenant: 'a' } }],
  ])(
    'is told from one of another actor that came between, %s, whoever is taken first',
    async (_, options) => {
      const gate = new Gate();
      const seen: string[] = [];
      const universe = await Universe.of(
        [
          actor('scribe', [
            handle(Note, ({ n }) => {
              seen.push(`note ${n}`);
              return n === 0 ? gate.opened : undefined;
            }),
            handle(Other, () => void seen.push('other')),
          ]),
          actor('teller', [handle(Back, (_message, context) => context.tell(new Other(), options))]),
        ],
        { ...DIRECT, mailbox: { capacity: 20 } },
      );
      const { runtime } = universe;
      runtime.tell(new Note(0));
      await universe.quiet();
      for (const n of [1, 2]) runtime.tell(new Note(n));
      runtime.tell(new Back());
      await universe.quiet();
      for (const n of [3, 4]) runtime.tell(new Note(n));
      expect(runtime.snapshot().actors['scribe']).toMatchObject({ queued: 5 });
      gate.open();
      await universe.quiet();
      for (const n of [5, 6]) runtime.tell(new Note(n));
      await universe.quiet();
      expect(seen.join(', ')).toBe('note 0, note 1, note 2, other, note 3, note 4, note 5, note 6');
      expect(universe.totals).toMatchObject({ handled: 9, dead: 0 });
    },
  );

  it('follows nobody who has been handled, though it is told in the same millisecond', async () => {
    const seen: unknown[] = [];
    const other = handle(Other, (_message, context) => void seen.push(Number(context.envelope.id.slice(2))));
    const universe = await scribeToldMore([2, 3, 4], seen, other);
    universe.runtime.tell(new Note(0));
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    universe.runtime.tell(new Other());
    await universe.quiet();
    expect(seen).toEqual([0, 1, 2, 3, 4, 2]); // the second to have an id: the first message was measured
    expect(universe.totals).toMatchObject({ handled: 6, dead: 0 });
  });

  it('follows nobody who has been handled, also if that one waited behind others', async () => {
    const seen: unknown[] = [];
    const universe = await scribeToldMore(
      [2, 3],
      seen,
      handle(Other, () => void seen.push('other')),
    );
    for (const message of [new Note(0), new Other(), new Note(1)]) universe.runtime.tell(message);
    await universe.quiet();
    expect(seen).toEqual([0, 'other', 1, 2, 3]);
    expect(universe.totals).toMatchObject({ handled: 5, dead: 0 });
  });

  it('gives way to others after sixty-four, as any message does', async () => {
    const seen: string[] = [];
    const universe = await Universe.of(
      [
        actor('scribe', [handle(Note, () => void seen.push('note'))]),
        actor('other', [handle(Other, () => void seen.push('other'))]),
      ],
      { ...DIRECT, mailbox: { capacity: 200 } },
    );
    for (let n = 0; n < 150; n += 1) universe.runtime.tell(new Note(n));
    universe.runtime.tell(new Other());
    await universe.quiet();
    expect(seen.indexOf('other')).toBeLessThanOrEqual(64); // earlier, if they took long
    expect(seen).toHaveLength(151);
  });

  it('has the time at which it was accepted, also where it waits for long', async () => {
    const gate = new Gate();
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }) => {
          if (n > 0) throw new Error('no ink');
          return gate.opened;
        }),
      ]),
      { ...DIRECT, mailbox: { capacity: 20 } },
    );
    const { clock, runtime } = universe;
    runtime.tell(new Note());
    await universe.quiet();
    for (const n of [1, 2, 3]) {
      clock.advance(10);
      await turnOfTheLoop();
      runtime.tell(new Note(n));
      runtime.tell(new Note(n));
    }
    expect(universe.runtime.snapshot().actors['scribe']).toMatchObject({ queued: 6, oldestMs: 20 });
    const last = clock.now();
    clock.advance(100);
    gate.open();
    await universe.quiet();
    const letters = runtime.deadLetters.list();
    expect(letters.map(({ envelope }) => last - envelope.time).toSorted((a, b) => a - b)).toEqual([
      0, 0, 10, 10, 20, 20,
    ]);
    expect(new Set(letters.map(({ envelope }) => envelope.id)).size).toBe(6);
  });

  it('finds its mailbox full, or takes the place of the oldest', async () => {
    for (const [overflow, left] of [
      ['reject', [1, 2, 3]],
      ['drop-oldest', [2, 3, 4]],
    ] as const) {
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, ({ n }) => void seen.push(n))], { mailbox: { overflow } }),
        DIRECT,
      );
      for (const n of [1, 2, 3, 4]) universe.runtime.tell(new Note(n));
      await universe.quiet();
      expect(seen).toEqual(left);
      expect(universe.runtime.deadLetters.list().map(({ reason }) => reason)).toEqual(['mailbox-full']);
    }
  });

  it('follows nobody whom another has come behind that took the place of the oldest', async () => {
    const seen: number[] = [];
    const universe = await Universe.of(
      actor(
        'scribe',
        [
          handle(Note, ({ n }) => {
            seen.push(n);
            if (n === 1) universe.runtime.tell(new Note(4)); // there is room for one again
          }),
        ],
        { mailbox: { overflow: 'drop-oldest' } },
      ),
      DIRECT,
    );
    for (const n of [0, 1, 2, 3]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(universe.totals).toMatchObject({ accepted: 5, handled: 4, dead: 1 });
  });

  it('is none while the activity is observed: each is reported as accepted, what a handler sends as well', async () => {
    const universe = await Universe.of(
      [
        actor('scribe', [handle(Note, () => undefined)]),
        actor('teller', [handle(Other, (_message, context) => context.tell(new Note(3)))]),
      ],
      DIRECT,
    );
    const reported: string[] = [];
    const watching = universe.runtime.activity.subscribe(({ type, envelope }) => {
      if (type === 'accepted') reported.push(`${envelope?.type} ${envelope?.id}`);
    });
    for (const message of [new Note(1), new Note(2), new Other()]) universe.runtime.tell(message);
    await universe.quiet();
    watching.unsubscribe();
    universe.runtime.tell(new Note(4));
    await universe.quiet();
    expect(reported).toEqual(['Note m-1', 'Note m-2', 'Other m-3', 'Note m-4']);
    expect(universe.totals).toMatchObject({ accepted: 5, handled: 5 });
  });

  it('is followed by a look at the clock after 64 messages, also where each returns a promise', async () => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => Promise.resolve())]), {
      freeze: 'off',
    });
    const looks = jest.spyOn(performance, 'now').mockReturnValue(0);
    for (let n = 0; n < 640; n += 1) universe.runtime.tell(new Note(n));
    await universe.quiet();
    const { length } = looks.mock.calls;
    looks.mockRestore();
    expect(universe.totals).toMatchObject({ handled: 640 });
    expect(length).toBeLessThan(40);
  });

  it('is reported to whoever begins to look on while it waits', async () => {
    const reported: string[] = [];
    const processed: unknown[] = [];
    const channel = tracingChannel<object, { envelope: { id: string; message: object } }>('mailbox:process');
    const listener = ({ envelope }: { envelope: { id: string; message: object } }): void => {
      if (envelope.message instanceof Note) processed.push(envelope.id);
    };
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]), DIRECT);
    for (const n of [1, 2, 3]) universe.runtime.tell(new Note(n));
    const watching = universe.runtime.activity.subscribe(({ type, envelope }) =>
      reported.push(`${type} ${envelope?.id}`),
    );
    channel.start.subscribe(listener as never);
    await universe.quiet();
    channel.start.unsubscribe(listener as never);
    watching.unsubscribe();
    expect(reported).toEqual(['handled m-1', 'handled m-2', 'handled m-3']);
    expect(processed).toEqual(['m-1', 'm-2', 'm-3']);
  });

  it('waits for the stash that came back before it', async () => {
    const seen: unknown[] = [];
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, ({ n }) => void seen.push(n)),
        handle(Other, (_message, context) => {
          seen.push('other');
          if (seen.length === 1) context.stash();
        }),
        handle(Back, (_message, context) => context.unstashAll()),
      ]),
      DIRECT,
    );
    universe.runtime.tell(new Other());
    universe.runtime.tell(new Back());
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(seen).toEqual(['other', 'other', 1]);
  });

  it('is refused where the stash that came back leaves no room', async () => {
    const seen: (number | string)[] = [];
    const universe: Universe = await Universe.of(
      actor('scribe', [
        handle(Other, (_message, context) => (seen.length === 0 ? context.stash() : void seen.push('other'))),
        handle(Back, (_message, context) => {
          seen.push('back');
          context.unstashAll();
          for (const n of [2, 3]) universe.runtime.tell(new Note(n)); // behind its like; there is room for one
        }),
        handle(Note, ({ n }) => void seen.push(n)),
      ]),
      { ...DIRECT, mailbox: { capacity: 4 } },
    );
    for (const message of [new Other(), new Other(), new Back(), new Note(1)]) universe.runtime.tell(message);
    await universe.quiet();
    expect(seen).toEqual(['back', 'other', 'other', 1, 2]);
    expect(universe.reasons).toEqual(['mailbox-full']);
  });

  it('is taken for no delivery by whoever looks who waits for whom', async () => {
    class Step {
      readonly above = 'floor';
    }
    const gate = new Gate();
    const universe = await Universe.of(
      actor('stairs', [handle(Step, () => gate.opened), handle(Other, () => {})]),
      { ...DIRECT, mailbox: { capacity: 20 } },
    );
    const messages = [new Step(), new Step(), new Step(), new Other(), new Step(), new Step()];
    for (const message of messages) universe.runtime.tell(message);
    await universe.quiet();
    expect(universe.totals).toMatchObject({ running: 1, queued: 5 });
    expect(suspectReplyWaits(universe.runtime)).toEqual([]);
    gate.open();
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 6 });
  });

  it('goes to one owner: what is published is delivered to each subscriber', async () => {
    const seen: string[] = [];
    const universe = await Universe.of(
      ['one', 'two'].map((name) => actor(name, [subscribe(Note, () => void seen.push(name))])),
      DIRECT,
    );
    universe.runtime.publish(new Note());
    await universe.quiet();
    expect(seen).toEqual(['one', 'two']);
  });
});

class Back {}
