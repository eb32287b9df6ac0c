import { Injectable, Module } from '@nestjs/common';
import { Actor, Handle, MailboxRuntime } from 'nestjs-mailbox';
import {
  type ActorContext,
  InvalidMessageError,
  MailboxClosedError,
  MailboxFullError,
} from '../../lib/runtime/index.js';
import { compileApplication } from '../nest/test-application.js';
import { actor, Gate, handle, subscribe, turnOfTheLoop, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Heard, Note, Open, Other, Tick } from './messages.js';
import { fail, nothing } from './reactions.js';

guarantee('G6', '`tell` and `publish` never block, never wait, never throw for a delivery condition.', () => {
  it('not for a full mailbox, an unknown message, a bad key, a stopped actor, a closed runtime, a plain object', async () => {
    const universe = await Universe.of([
      actor('order', [handle(Note, () => new Gate().opened)], {
        keyBy: ({ key }: Note) => (key === 'bad' ? fail() : key),
        mailbox: { capacity: 1 },
      }),
      actor('stopped', [handle(Other, () => fail())], { supervision: { onFailure: 'stop' } }),
    ]);
    const { runtime } = universe;
    runtime.tell(new Other());
    await universe.quiet();
    runtime.tell(new Note());
    await universe.quiet();
    const tells = [
      () => runtime.tell(new Note()),
      () => runtime.tell(new Note()),
      () => runtime.tell(new Open()),
      () => runtime.tell(new Note(0, 'bad')),
      () => runtime.tell(new Other()),
      () => runtime.tell({}),
      () => runtime.tell(Object.create(null) as object),
      () => runtime.ref('order').tell(new Other()),
      () => runtime.ref('stopped', 'has no key').tell(new Other()),
    ];
    expect(tells.map((tell) => tell() as unknown)).toEqual(tells.map(() => undefined));
    expect(universe.reasons).toEqual([
      'handler-failed',
      'mailbox-full',
      'no-recipient',
      'invalid-key',
      'actor-stopped',
      'invalid-message',
      'invalid-message',
      'unhandled',
      'actor-stopped',
    ]);
    const drained = runtime.drain({ timeoutMs: 0 });
    await universe.advance(0);
    await drained;
    runtime.tell(new Note());
    runtime.publish(new Note());
    expect(universe.reasons.slice(-2)).toEqual(['shutdown', 'shutdown']);
  });

  it('they throw only for what is no message at all', async () => {
    const { runtime } = await Universe.of([]);
    for (const value of [undefined, null, 'text', 42, Symbol('s'), nothing]) {
      expect(() => runtime.tell(value as never)).toThrow(TypeError);
      expect(() => runtime.publish(value as never)).toThrow(TypeError);
      await expect(runtime.deliver(value as never)).rejects.toThrow(InvalidMessageError);
    }
    expect(runtime.deadLetters.size).toBe(0);
  });

  it('a tell that comes too late is a dead letter stale-context', async () => {
    const contexts: ActorContext[] = [];
    const universe = await Universe.of(
      actor('scribe', [handle(Note, (_, context) => void contexts.push(context))]),
    );
    universe.runtime.tell(new Note());
    await universe.quiet();
    contexts[0]?.tell(new Note());
    expect(universe.reasons).toEqual(['stale-context']);
  });

  it('two actors with full mailboxes that tell each other never wait for each other', async () => {
    const universe = await Universe.of(
      [
        actor('one', [handle(Note, (_, context) => context.tell(new Other()))]),
        actor('two', [handle(Other, (_, context) => context.tell(new Note()))]),
      ],
      { mailbox: { capacity: 2 } },
    );
    for (let n = 0; n < 4; n += 1) {
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
    }
    const handled = (): number[] =>
      ['one', 'two'].map((name) => universe.runtime.snapshot().actors[name]?.handled ?? 0);
    // On a busy machine a turn may be over after one message; they go on for ever, this does not.
    for (let turns = 0; Math.min(...handled()) <= 100 && turns < 10_000; turns += 1) await turnOfTheLoop();
    const counts = handled();
    const drained = universe.runtime.drain({ timeoutMs: 1 });
    universe.clock.advance(1);
    await drained;
    expect(Math.min(...counts)).toBeGreaterThan(100);
  });

  it('not by any verb, in any state, whatever is sent', async () => {
    class Unknown {}
    class Hostile {
      constructor() {
        Object.assign(this, { constructor: null }); // as JSON from outside may have it
      }
    }
    const hang = (): Promise<void> => new Gate().opened;
    let stale: ActorContext | undefined;
    const universe = await Universe.of(
      [
        actor('full', [handle(Note, hang), handle(Hostile, hang), subscribe(Heard, hang)], {
          mailbox: { capacity: 1 },
        }),
        actor('keyed', [handle(Other, nothing), subscribe(Heard, nothing)], { keyBy: () => fail() }),
        actor('stopped', [subscribe(Heard, () => fail())], { supervision: { onFailure: 'stop' } }),
        actor('late', [subscribe(Heard, (_, context) => void (stale = context))]),
        actor('careful', [subscribe(Heard, nothing)], { deduplicate: { size: 1 } }),
      ],
      { drainTimeoutMs: 0 },
    );
    const { runtime } = universe;
    const ref = runtime.ref('full');
    const sendAll = (): void => {
      const messages = [new Note(), new Other(), new Unknown(), new Hostile(), {}, Object.create(null), []];
      const results = messages.flatMap((message: object): unknown[] => [
        runtime.tell(message),
        runtime.tell(message, { key: 'k', id: 'i', ttlMs: -1 }),
        runtime.publish(message),
        runtime.publish(new Heard(), { id: 'same' }),
        ref.tell(message),
        stale?.tell(message),
        stale?.publish(message),
      ]);
      expect(results.filter((result) => result !== undefined)).toEqual([]);
    };
    sendAll();
    await universe.quiet();
    sendAll();
    await universe.quiet();
    const drained = runtime.drain();
    sendAll();
    await universe.advance(0);
    await drained;
    sendAll();
    const early = new Universe({ mailbox: { capacity: 1 } });
    early.runtime.tell(new Note());
    early.runtime.publish(new Heard());
    await early.runtime.drain();
    early.runtime.publish(new Heard());
    expect([...new Set([...universe.reasons, ...early.reasons])].toSorted()).toEqual([
      'actor-stopped',
      'expired',
      'handler-failed',
      'invalid-key',
      'invalid-message',
      'mailbox-full',
      'no-recipient',
      'shutdown',
      'stale-context',
      'unhandled',
    ]);
  });
});

guarantee(
  'G7',
  "A mailbox is bounded; capacity counts queued messages only. Beyond it `reject` refuses the new one, `drop-oldest` drops the queued message accepted longest ago. What `tell` or `publish` could not place, and what was dropped, is a dead letter `mailbox-full`; a refused `deliver` is the caller's to handle and is only counted.",
  () => {
    const held = async (overflow: 'reject' | 'drop-oldest'): Promise<[Universe, Gate, number[]]> => {
      const gate = new Gate();
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, ({ n }) => (seen.push(n), gate.opened))], {
          mailbox: { capacity: 3, overflow },
        }),
      );
      universe.runtime.tell(new Note(0));
      await universe.quiet();
      for (let n = 1; n <= 5; n += 1) universe.runtime.tell(new Note(n));
      return [universe, gate, seen];
    };

    it('reject: the running one takes no room, the queued ones stay, and the new ones are dead letters', async () => {
      const [universe, gate, seen] = await held('reject');
      expect(universe.totals).toMatchObject({ told: 6, accepted: 4, refused: 2, queued: 3, running: 1 });
      const letters = universe.runtime.deadLetters.list();
      expect(letters).toMatchObject([
        { reason: 'mailbox-full', envelope: { message: new Note(4) } },
        { reason: 'mailbox-full', envelope: { message: new Note(5) } },
      ]);
      expect(letters[0]?.errors).toEqual([new MailboxFullError('mailbox://scribe', 3)]);
      gate.open();
      await universe.quiet();
      expect(seen).toEqual([0, 1, 2, 3]);
    });

    it('drop-oldest: the message accepted longest ago is a dead letter', async () => {
      const [universe, gate, seen] = await held('drop-oldest');
      expect(universe.totals).toMatchObject({ told: 6, accepted: 6, refused: 0, dead: 2, queued: 3 });
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'mailbox-full', envelope: { message: new Note(1) } },
        { reason: 'mailbox-full', envelope: { message: new Note(2) } },
      ]);
      gate.open();
      await universe.quiet();
      expect(seen).toEqual([0, 3, 4, 5]);
    });

    it('a refused deliver is only counted', async () => {
      const [universe] = await held('reject');
      await expect(universe.runtime.deliver(new Note(6))).rejects.toThrow(MailboxFullError);
      expect(universe.totals).toMatchObject({ told: 7, refused: 3 });
      expect(universe.runtime.deadLetters.size).toBe(2);
    });

    it('one full subscriber of three loses only its own', async () => {
      const seen: string[] = [];
      const universe = await Universe.of(
        ['one', 'two', 'three'].map((name) =>
          actor(
            name,
            [subscribe(Note, () => (seen.push(name), name === 'two' ? new Gate().opened : undefined))],
            {
              mailbox: { capacity: name === 'two' ? 1 : 100 },
            },
          ),
        ),
      );
      for (let n = 0; n < 3; n += 1) {
        universe.runtime.publish(new Note(n));
        await universe.quiet();
      }
      expect(seen.toSorted()).toEqual(['one', 'one', 'one', 'three', 'three', 'three', 'two']);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'mailbox-full', id: 'm-3', envelope: { to: 'mailbox://two' } },
      ]);
    });

    it('what is running, and what is stashed, takes no room', async () => {
      const universe = await Universe.of(
        actor(
          'scribe',
          [handle(Note, () => new Gate().opened), handle(Other, (_, context) => context.stash())],
          { mailbox: { capacity: 2 } },
        ),
      );
      for (let n = 0; n < 2; n += 1) universe.runtime.tell(new Other());
      await universe.quiet();
      universe.runtime.tell(new Note());
      await universe.quiet();
      for (let n = 0; n < 5; n += 1) universe.runtime.tell(new Note());
      expect(universe.totals).toMatchObject({ stashed: 2, running: 1, queued: 2, refused: 3 });
    });
  },
);

guarantee(
  'G8',
  'System signals and timer ticks are never refused or dropped; a timer has at most one tick queued, which is told and accepted when taken: until then it is in no counter and takes no capacity.',
  () => {
    it('a tick finds its way into a full mailbox, and is counted when it is taken', async () => {
      const gate = new Gate();
      const seen: string[] = [];
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Open, async (_, { schedule }) => {
              schedule.every('tick', 10, new Tick());
              await gate.opened;
              schedule.cancel('other');
            }),
            handle(Note, () => void seen.push('note')),
            handle(Tick, (_, { schedule }) => {
              seen.push('tick');
              schedule.cancel('tick');
            }),
          ],
          { mailbox: { capacity: 1, overflow: 'drop-oldest' } },
        ),
      );
      universe.runtime.tell(new Open());
      await universe.quiet();
      universe.runtime.tell(new Note(1));
      await universe.advance(35);
      expect(universe.totals).toMatchObject({ told: 2, accepted: 2, queued: 1, running: 1 });
      universe.runtime.tell(new Note(2));
      gate.open();
      await universe.quiet();
      expect(seen).toEqual(['tick', 'note']);
      expect(universe.totals).toMatchObject({ told: 4, accepted: 4, handled: 3, dead: 1 });
    });

    it('stop, restart and passivation overtake whatever is queued, and let the running handler finish', async () => {
      const events: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async ({ n }, context) => {
              if (n === 1) context.passivate();
              await turnOfTheLoop();
              events.push(`note ${n}`);
            }),
          ],
          {
            keyBy: byKey,
            mailbox: { capacity: 3 },
            create: () => ({ onDeactivate: () => void events.push('deactivated') }),
          },
        ),
      );
      for (let n = 1; n <= 3; n += 1) universe.runtime.tell(new Note(n));
      while (universe.totals.handled < 3) await turnOfTheLoop();
      expect(events).toEqual(['note 1', 'deactivated', 'note 2', 'note 3']);
    });

    it('a timer that falls due three times while its actor is busy has one tick queued', async () => {
      const gate = new Gate();
      let ticks = 0;
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Open, (_, { schedule }) => {
              schedule.every('tick', 10, new Tick());
              return gate.opened;
            }),
            handle(Note, nothing),
            handle(Tick, () => void (ticks += 1)),
          ],
          { mailbox: { capacity: 1 } },
        ),
      );
      universe.runtime.tell(new Open());
      await universe.quiet();
      universe.runtime.tell(new Note());
      const before = universe.totals;
      await universe.advance(35);
      expect(universe.totals).toEqual(before);
      gate.open();
      await universe.quiet();
      expect(ticks).toBe(1);
      expect(universe.totals).toMatchObject({ told: 3, accepted: 3, refused: 0, handled: 3 });
    });
  },
);

guarantee(
  'G9',
  "Messages told before the application has bootstrapped are kept, and handled once every module's `onModuleInit` and `onApplicationBootstrap` has finished; before the actors are explored `deliver` rejects with `MailboxClosedError`.",
  () => {
    it('before the actors are registered, and before start() has activated them', async () => {
      const seen: number[] = [];
      const universe = new Universe();
      const { runtime } = universe;
      runtime.tell(new Note(1));
      runtime.ref('scribe').tell(new Note(2));
      await expect(runtime.deliver(new Note(0))).rejects.toThrow(MailboxClosedError);
      runtime.register([actor('scribe', [handle(Note, ({ n }) => void seen.push(n))])]);
      runtime.tell(new Note(3));
      await expect(runtime.deliver(new Note(4))).resolves.toMatchObject({ id: 'm-5' });
      await universe.quiet();
      expect(seen).toEqual([]);
      await runtime.start();
      await universe.quiet();
      expect(seen).toEqual([1, 2, 3, 4]);
    });

    it('in an application: of constructors, hooks and any module', async () => {
      const events: string[] = [];
      @Actor()
      class ScribeActor {
        @Handle(Note)
        note({ key }: Note): void {
          events.push(key);
        }
      }
      const early: Promise<unknown>[] = [];
      @Injectable()
      class Eager {
        constructor(private readonly runtime: MailboxRuntime) {
          runtime.tell(new Note(1, 'told by a constructor'));
          early.push(runtime.deliver(new Note(1, 'delivered by a constructor')));
        }

        async onModuleInit(): Promise<void> {
          this.runtime.tell(new Note(2, 'told by onModuleInit'));
          await Promise.resolve();
          events.push('onModuleInit');
        }

        async onApplicationBootstrap(): Promise<void> {
          this.runtime.tell(new Note(3, 'told by onApplicationBootstrap'));
          await new Promise(setImmediate);
          events.push('onApplicationBootstrap');
        }
      }
      @Module({ providers: [Eager] })
      class Inner {}
      @Module({ imports: [Inner], providers: [Eager] })
      class Outer {}
      const { module, runtime } = await compileApplication({ imports: [Outer], providers: [ScribeActor] });
      for (const delivery of early) await expect(delivery).rejects.toThrow(MailboxClosedError);
      await expect(runtime.deliver(new Note())).rejects.toThrow(MailboxClosedError);
      await module.init();
      await module.close();
      expect(early).toHaveLength(2);
      expect(events.slice(0, 4).toSorted()).toEqual([
        'onApplicationBootstrap',
        'onApplicationBootstrap',
        'onModuleInit',
        'onModuleInit',
      ]);
      expect(events.slice(4)).toEqual(
        ['a constructor', 'onModuleInit', 'onApplicationBootstrap'].flatMap((by) =>
          Array<string>(2).fill(`told by ${by}`),
        ),
      );
    });
  },
);
