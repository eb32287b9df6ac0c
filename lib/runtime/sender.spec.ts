import { z } from 'zod';
import type { ActivationContext, ActorContext } from './actor-context.js';
import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';
import type { Envelope } from './envelope.js';
import { MailboxFullError } from './errors.js';
import { defineMessage } from './message.js';

class Note {
  constructor(
    readonly n: number,
    readonly key = 'a',
  ) {}
}
class Opened {
  constructor(readonly key: string) {}
}
class Other {}
class Order extends defineMessage('shop.order', z.object({ orderId: z.string().min(1) })) {}

/** Where messages may go straight to their mailboxes. */
const DIRECT = { freeze: 'off' } as const;

describe('Sender', () => {
  it.each([null, undefined, 'text', 42])('says what a message is to whoever tells %s', async (nothing) => {
    const universe = await Universe.of(
      actor('scribe', [
        handle(Note, (_message, context) => {
          expect(() => context.tell(nothing as never)).toThrow(
            /^tell takes a message, an instance of its class; got/,
          );
        }),
      ]),
    );
    const { runtime } = universe;
    const words = /^tell takes a message, an instance of its class; got/;
    expect(() => runtime.tell(nothing as never)).toThrow(words);
    expect(() => runtime.ref('scribe').tell(nothing as never)).toThrow(words);
    runtime.tell(new Note(1));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 1, dead: 0 });
  });

  it('takes a message to its own handler, also where its keyBy tells another one meanwhile', async () => {
    const seen: string[] = [];
    const universe: Universe = await Universe.of(
      [
        actor('order', [handle(Note, ({ n }) => void seen.push(`note ${n}`))], {
          keyBy: ({ key }: Note) => {
            universe.runtime.tell(new Other());
            return key;
          },
        }),
        actor('listener', [handle(Other, () => void seen.push('other'))]),
      ],
      { freeze: 'off' },
    );
    for (const n of [1, 2]) universe.runtime.tell(new Note(n));
    await universe.quiet();
    expect(seen.toSorted()).toEqual(['note 1', 'note 2', 'other', 'other']);
    expect(universe.totals).toMatchObject({ handled: 4, dead: 0 });
  });

  it('sends what a lifecycle method tells: it begins a conversation, and comes from that instance', async () => {
    const envelopes: Envelope[] = [];
    const universe = await Universe.of(
      [
        actor('order', [handle(Note, () => {})], {
          create: () => ({
            onActivate: (context: ActivationContext) => {
              context.tell(new Other());
              context.ref('listener').tell(new Other(), context);
            },
          }),
        }),
        actor('listener', [handle(Other, (_, { envelope }) => void envelopes.push(envelope))]),
      ],
      { freeze: 'off' },
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(envelopes).toMatchObject([
      { from: 'mailbox://order', causationId: undefined, id: envelopes[0]?.correlationId },
      { from: 'mailbox://order', causationId: undefined, id: envelopes[1]?.correlationId },
    ]);
    expect(universe.totals).toMatchObject({ handled: 3, dead: 0 });
  });

  it('takes messages of several types to their own handlers, in whatever order they are told, by class and by ref', async () => {
    const seen: string[] = [];
    const universe = await Universe.of([
      actor(
        'order',
        [
          handle(Note, ({ n, key }) => void seen.push(`note ${n} of ${key}`)),
          handle(Opened, ({ key }) => void seen.push(`${key} opened`)),
        ],
        { keyBy: (message) => (message as Note).key },
      ),
      actor('listener', [handle(Other, () => void seen.push('other'))]),
    ]);
    const { runtime } = universe;
    const ref = runtime.ref('order', 'a');
    for (const n of [1, 2]) {
      runtime.tell(new Note(n, 'b'));
      runtime.tell(new Other());
      runtime.tell(new Opened('b'));
      ref.tell(new Note(n));
      ref.tell(new Opened('a'));
    }
    await universe.quiet();
    const each = [
      'a opened',
      'b opened',
      'note 1 of a',
      'note 1 of b',
      'note 2 of a',
      'note 2 of b',
      'other',
    ];
    expect(seen.toSorted()).toEqual([...each, 'a opened', 'b opened', 'other'].toSorted());
    expect(universe.totals).toMatchObject({ handled: 10, dead: 0 });
  });

  it('throws at no sender, whatever untyped code gives for a key, for headers or for options', async () => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const { runtime } = universe;
    for (const key of [
      10n,
      circle,
      Symbol('key'),
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
    ]) {
      runtime.tell(new Note(1), { key } as never);
      await expect(runtime.deliver(new Note(1), { key } as never)).rejects.toMatchObject({
        code: 'INVALID_KEY',
      });
    }
    for (const options of [null, { headers: null }, { id: null, key: undefined }]) {
      runtime.tell(new Note(1), options as never);
      await expect(runtime.deliver(new Note(1), options as never)).resolves.toHaveProperty('id');
    }
    await universe.quiet();
    expect(universe.reasons).toEqual(['invalid-key', 'invalid-key', 'invalid-key', 'invalid-key']);
    expect(universe.totals.handled).toBe(6);
    expect(runtime.deadLetters.list().map(({ envelope }) => typeof envelope.key)).toEqual(
      Array(4).fill('string'),
    );
  });

  describe('before the actors are known', () => {
    it('keeps what is told, by any verb and by a ref, in its order', async () => {
      const universe = new Universe();
      const seen: string[] = [];
      const note = ({ n }: Note): void => void seen.push(`note ${n}`);
      const scribe = universe.runtime.ref('scribe');
      universe.runtime.tell(new Note(1));
      scribe.tell(new Note(2));
      universe.runtime.publish(new Other());
      universe.runtime.tell(new Note(3));
      universe.runtime.register([
        actor('scribe', [handle(Note, note), subscribe(Other, () => void seen.push('other'))]),
      ]);
      await universe.runtime.start();
      await universe.quiet();
      expect(seen).toEqual(['note 1', 'note 2', 'other', 'note 3']);
      expect(universe.reasons).toEqual([]);
    });

    it('makes dead letters mailbox-full of what is more than a mailbox holds, and says so', () => {
      const universe = new Universe({ mailbox: { capacity: 2 } });
      universe.runtime.tell(new Note(1));
      universe.runtime.tell(new Note(2));
      universe.runtime.tell(new Note(3));
      universe.runtime.publish(new Other());
      const letters = universe.runtime.deadLetters.list();
      expect(letters.map(({ reason, envelope }) => [reason, envelope.message])).toEqual([
        ['mailbox-full', new Note(3)],
        ['mailbox-full', new Other()],
      ]);
      expect(letters[0]?.errors[0]).toBeInstanceOf(MailboxFullError);
      expect(universe.totals).toMatchObject({ told: 2, refused: 2, unheard: 0 });
    });

    it('rejects what is delivered, with MailboxClosedError', async () => {
      const universe = new Universe();
      await expect(universe.runtime.deliver(new Note(1))).rejects.toMatchObject({
        name: 'MailboxClosedError',
        message: expect.stringContaining('app.init()') as string,
        httpStatus: 503,
      });
    });
  });

  it('names the key in what it refuses, where keyBy could tell it', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], {
        keyBy: ({ key }: Note) => key,
        mailbox: { capacity: 1 },
      }),
    );
    const activities = universe.record();
    for (let n = 0; n < 2; n += 1) universe.runtime.tell(new Note(n, 'order-42'));
    const [letter] = universe.runtime.deadLetters.list({ actor: 'order', key: 'order-42' });
    expect(letter).toMatchObject({ reason: 'mailbox-full', envelope: { to: 'mailbox://order/order-42' } });
    expect(activities.find(({ type }) => type === 'refused')?.address).toBe('mailbox://order/order-42');
    await universe.quiet();
    expect(universe.runtime.deadLetters.redrive({ key: 'order-42' })).toBe(1);
    await universe.quiet();
    expect(universe.totals.handled).toBe(2);
  });

  it('redrives a message that went to an actor without a handler to the actor that owns it', async () => {
    const seen: Note[] = [];
    const universe = await Universe.of([
      actor('scribe', [handle(Note, (note) => void seen.push(note))]),
      actor('other', [handle(Other, () => undefined)]),
    ]);
    universe.runtime.ref('other').tell(new Note(1));
    expect(universe.reasons).toEqual(['unhandled']);
    expect(universe.runtime.deadLetters.redrive({ reason: 'unhandled' })).toBe(1);
    await universe.quiet();
    expect(seen).toEqual([new Note(1)]);
    expect(universe.runtime.deadLetters.size).toBe(0);
  });

  it('reports a redrive that is refused, and leaves its letter', async () => {
    const gate = new Gate();
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => gate.opened)], { mailbox: { capacity: 1 } }),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    universe.runtime.tell(new Note(2));
    universe.runtime.tell(new Note(3));
    const activities = universe.record();
    expect(universe.runtime.deadLetters.redrive({})).toBe(0);
    expect(activities.map(({ type }) => type)).toEqual(['refused']);
    expect(universe.reasons).toEqual(['mailbox-full']);
    expect(universe.totals).toMatchObject({ told: 4, accepted: 2, refused: 2 });
    gate.open();
    await universe.quiet();
    expect(universe.runtime.deadLetters.redrive({})).toBe(1);
    await universe.quiet();
    expect(universe.totals).toMatchObject({ told: 5, accepted: 3, refused: 2, handled: 3 });
  });

  it('refuses a key that is no text, by any verb and by a ref, and loses nothing', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], { keyBy: ({ key }: Note) => key }),
    );
    const key = 5 as never;
    universe.record();
    universe.runtime.tell(new Note(1), { key });
    universe.runtime.ref('order', key).tell(new Note(2));
    await expect(universe.runtime.deliver(new Note(3), { key })).rejects.toThrow(
      /a key that is number, no string/,
    );
    expect(universe.reasons).toEqual(['invalid-key', 'invalid-key']);
    expect(universe.totals).toMatchObject({ told: 3, refused: 3 });
  });

  it('takes an id that is no text for its text, never for one of its own', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], { deduplicate: { size: 9 } }),
    );
    universe.runtime.tell(new Note(1));
    await expect(universe.runtime.deliver(new Note(2), { id: 1 as never })).resolves.toMatchObject({
      id: '1',
    });
    expect(universe.totals).toMatchObject({ accepted: 2, duplicate: 0 });
  });

  it('makes a dead letter of a late event, although nobody subscribes to it', async () => {
    let late!: ActorContext;
    const universe = await Universe.of(actor('order', [handle(Note, (_, context) => void (late = context))]));
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    late.publish(new Other());
    expect(universe.reasons).toEqual(['stale-context']);
  });

  describe('where messages go straight to their mailboxes', () => {
    it('gives each message an id of its own, which its handler finds in the envelope, at the start of a conversation', async () => {
      const seen: Envelope[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, (_note, { envelope }) => void seen.push(envelope))], {
          keyBy: ({ key }: Note) => key,
        }),
        DIRECT,
      );
      const receipts = await Promise.all(
        ['a', 'b', 'a'].map((key) => universe.runtime.deliver(new Note(1, key))),
      );
      await universe.quiet();
      expect(receipts.map(({ id }) => id)).toEqual(['m-1', 'm-2', 'm-3']);
      expect(receipts.map(({ correlationId }) => correlationId)).toEqual(['m-1', 'm-2', 'm-3']);
      expect(
        seen
          .map(({ id, correlationId, causationId, from, key }) => ({
            id,
            correlationId,
            causationId,
            from,
            key,
          }))
          .toSorted((a, b) => a.id.localeCompare(b.id)),
      ).toEqual([
        { id: 'm-1', correlationId: 'm-1', causationId: undefined, from: undefined, key: 'a' },
        { id: 'm-2', correlationId: 'm-2', causationId: undefined, from: undefined, key: 'b' },
        { id: 'm-3', correlationId: 'm-3', causationId: undefined, from: undefined, key: 'a' },
      ]);
    });

    it.each(['context', 'ref'])(
      'has what a handler sends by its %s come from the message that it handles, in the conversation that has begun',
      async (how) => {
        const seen: Envelope[] = [];
        const pass = (note: Note, context: ActorContext): void => {
          seen.push(context.envelope);
          if (note.n === 3) return;
          const next = new Note(note.n + 1, `to-${note.n + 1}`);
          if (how === 'context') context.tell(next);
          else context.ref('scribe', next.key).tell(next, context);
        };
        const universe = await Universe.of(
          actor('scribe', [handle(Note, pass)], { keyBy: ({ key }: Note) => key }),
          DIRECT,
        );
        universe.runtime.tell(new Note(1, 'to-1'));
        await universe.quiet();
        expect(
          seen.map(({ id, correlationId, causationId, from }) => [id, correlationId, causationId, from]),
        ).toEqual([
          ['m-1', 'm-1', undefined, undefined],
          ['m-2', 'm-1', 'm-1', 'mailbox://scribe/to-1'],
          ['m-3', 'm-1', 'm-2', 'mailbox://scribe/to-2'],
        ]);
      },
    );

    it('refuses by the schema what was made by new, also of a class that it has just delivered', async () => {
      const universe = await Universe.of(actor('order', [handle(Order, () => undefined)]), DIRECT);
      await universe.runtime.deliver(Order.from({ orderId: 'o-1' }));
      await expect(universe.runtime.deliver(new Order({ orderId: '' }))).rejects.toMatchObject({
        code: 'INVALID_MESSAGE',
      });
      await universe.runtime.deliver(new Order({ orderId: 'o-2' }));
      await universe.quiet();
      expect(universe.totals).toMatchObject({ told: 3, refused: 1, handled: 2, dead: 0 });
    });

    it('counts once what a full mailbox refuses, and makes no dead letter of it', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => undefined)], { keyBy: ({ key }: Note) => key }),
        { ...DIRECT, mailbox: { capacity: 1 } },
      );
      const answers = await Promise.allSettled(
        ['a', 'a', 'b'].map((key) => universe.runtime.deliver(new Note(1, key))),
      );
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(answers[1]).toMatchObject({ reason: { code: 'MAILBOX_FULL' } });
      await universe.quiet();
      const { totals, actors } = universe.runtime.snapshot();
      expect(totals).toMatchObject({ told: 3, refused: 1, handled: 2, dead: 0 });
      expect(actors['scribe']?.messages['Note']).toMatchObject({ refused: 1, handled: 2 });
      expect(universe.reasons).toEqual([]);
    });

    it('counts once what has no key that leads to an instance', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => undefined)], { keyBy: ({ key }: Note) => key }),
        DIRECT,
      );
      await expect(universe.runtime.deliver(new Note(1, 7 as never))).rejects.toMatchObject({
        code: 'INVALID_KEY',
      });
      expect(universe.totals).toMatchObject({ told: 1, refused: 1 });
    });

    it('shows each that it delivers to whoever watches', async () => {
      const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]), DIRECT);
      await universe.runtime.deliver(new Note(1));
      const activities = universe.record();
      await universe.runtime.deliver(new Note(2));
      expect(activities.map(({ type, envelope }) => [type, envelope?.id])).toEqual([['accepted', 'm-2']]);
    });
  });
});
