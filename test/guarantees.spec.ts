import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { of } from 'rxjs';
import * as library from '../lib/runtime/index.js';
import {
  type ActivationContext,
  type ActorContext,
  type Activity,
  type HandlerDefinition,
  HandlerTimeoutError,
  InvalidMessageError,
  MailboxClosedError,
  MailboxFullError,
} from '../lib/runtime/index.js';
import { actor, Gate, handle, subscribe, thenable, turnOfTheLoop, Universe } from './universe.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}
class Other {
  constructor(readonly key = 'a') {}
}
class Tick {
  constructor(readonly name = 'tick') {}
}
class Open {}

const byKey = ({ key }: { key: string }): string => key;
const nothing = (): void => {};
const fail = (error: unknown = new Error('no')): never => {
  throw error;
};
const types = (activities: readonly Activity[]): string[] => activities.map(({ type }) => type);

/** The sentences that these tests prove, as docs/guarantees.md has them. */
const sentences: string[] = [];

/** The tests of one guarantee, under its sentence. */
function guarantee(id: string, sentence: string, tests: () => void): void {
  sentences.push(`${id} ${sentence}`);
  describe(`${id} ${sentence}`, () => tests());
}

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
    while (universe.totals.handled < 20) await turnOfTheLoop();
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
      class Heard {
        constructor(readonly n: number) {}
      }
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
  it('whichever verb is called, from outside or from a handler', async () => {
    let isCalling = false;
    let inside = 0;
    const react = (): void => {
      if (isCalling) inside += 1;
    };
    const call = (send: () => void): void => {
      isCalling = true;
      send();
      isCalling = false;
    };
    const universe = await Universe.of([
      actor('scribe', [handle(Note, react), subscribe(Other, react)]),
      actor('caller', [handle(Open, (_, context) => call(() => context.tell(new Note())))]),
    ]);
    const { runtime } = universe;
    call(() => runtime.tell(new Note()));
    call(() => runtime.publish(new Other()));
    call(() => runtime.ref('scribe').tell(new Note()));
    call(() => void runtime.deliver(new Note()));
    runtime.tell(new Open());
    await universe.quiet();
    expect(universe.totals).toMatchObject({ handled: 6 });
    expect(inside).toBe(0);
  });
});

guarantee(
  'G5',
  "A flood on one actor keeps other actors, timers and I/O waiting no longer than a time slice plus one handler's synchronous part.",
  () => {
    for (const [kind, react] of [
      ['synchronous', nothing],
      ['asynchronous', async (): Promise<void> => {}],
    ] as const) {
      it(`while 200,000 ${kind} handlers are flooded`, async () => {
        const universe = await Universe.of(
          [actor('flooded', [handle(Note, react)]), actor('quiet', [handle(Open, nothing)])],
          { mailbox: { capacity: 200_000 } },
        );
        const note = new Note();
        for (let n = 0; n < 200_000; n += 1) universe.runtime.tell(note);
        const { runtime } = universe;
        const waits: number[] = [];
        const histogram = monitorEventLoopDelay({ resolution: 1 });
        histogram.enable();
        while (runtime.snapshot().totals.handled < 200_000) {
          const toldAt = performance.now();
          const before = runtime.snapshot().actors['quiet']?.handled ?? 0;
          runtime.tell(new Open());
          while ((runtime.snapshot().actors['quiet']?.handled ?? 0) === before) await turnOfTheLoop();
          waits.push(performance.now() - toldAt);
          await delay(1); // a timer has its turn, too
        }
        histogram.disable();
        waits.sort((one, other) => one - other);
        expect(waits.length).toBeGreaterThan(5);
        // A slice is 1 ms; the rest is room for a busy machine and the collector.
        expect(waits[Math.floor(waits.length / 2)]).toBeLessThan(6);
        expect(histogram.percentile(50) / 1e6).toBeLessThan(6);
      });
    }
  },
);

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
    for (let turns = 0; turns < 20; turns += 1) await turnOfTheLoop();
    const { actors } = universe.runtime.snapshot();
    expect(actors['one']?.handled).toBeGreaterThan(100);
    expect(actors['two']?.handled).toBeGreaterThan(100);
    const drained = universe.runtime.drain({ timeoutMs: 1 });
    universe.clock.advance(1);
    await drained;
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
  },
);

guarantee('G10', "A handler's returned value never reaches any caller.", () => {
  it('nor do dead letters, activities, logs or snapshots have it', async () => {
    const secret = 'the returned value';
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => secret), handle(Other, async () => ({ secret }))]),
    );
    const activities = universe.record();
    const answers = [
      universe.runtime.tell(new Note()) as unknown,
      universe.runtime.ref('scribe').tell(new Note()) as unknown,
      await universe.runtime.deliver(new Other()),
    ];
    await universe.quiet();
    expect(universe.reasons).toEqual(['returned-value', 'returned-value', 'returned-value']);
    const { deadLetters } = universe.runtime;
    const everything = [
      answers,
      activities,
      deadLetters.list(),
      universe.logger.lines,
      universe.runtime.snapshot(),
    ];
    expect(inspect(everything, { depth: Infinity, showHidden: true })).not.toContain(secret);
  });
});

guarantee(
  'G11',
  "A returned value (also a thenable's settled one, `null`, an Observable, a generator, an async iterator) makes the message a dead letter `returned-value`; it is logged with class, method and kind, never retried, skipped by bulk redrive; what the handler did stays done and the actor goes on.",
  () => {
    class Answer {}
    const values: Record<string, () => unknown> = {
      number: () => 0,
      boolean: () => false,
      string: () => '',
      null: () => null,
      symbol: () => Symbol('s'),
      bigint: () => 0n,
      function: () => nothing,
      array: () => [],
      Object: () => ({}),
      object: () => Object.create(null) as object,
      Answer: () => new Answer(),
      Observable: () => of(1),
      Generator: () => (function* () {})(),
      AsyncGenerator: () => (async function* () {})(),
      Map: () => new Map(),
    };
    for (const [kind, make] of Object.entries(values)) {
      for (const [how, react] of [
        ['returned', make],
        ['promised', async () => make()],
        ['a thenable settled with it', () => thenable((resolve) => resolve(make()))],
      ] as const) {
        it(`${kind}, ${how}`, async () => {
          const seen: string[] = [];
          const universe = await Universe.of(
            actor(
              'scribe',
              [
                handle(
                  Note,
                  function answer(_, context) {
                    seen.push('note');
                    context.tell(new Other());
                    return react();
                  },
                  { retry: { attempts: 3, backoffMs: 0 } },
                ),
                handle(Other, () => void seen.push('other')),
              ],
              { supervision: { onFailure: 'stop' } },
            ),
          );
          const activities = universe.record();
          universe.runtime.tell(new Note());
          universe.runtime.tell(new Other());
          await universe.quiet();
          expect(seen).toEqual(['note', 'other', 'other']);
          expect(universe.runtime.deadLetters.list()).toMatchObject([
            { reason: 'returned-value', errors: [{ handler: 'ScribeActor.answer', kind }] },
          ]);
          expect(universe.logger.lines).toHaveLength(1);
          expect(universe.logger.lines[0]).toMatchObject({ level: 'error' });
          expect(universe.logger.texts()[0]).toContain(`ScribeActor.answer returned a value (${kind})`);
          expect(types(activities)).toContain('returned-value');
          expect(universe.totals).toMatchObject({ failed: 0, dead: 1, handled: 2 });
          expect(universe.runtime.deadLetters.redrive({})).toBe(0);
          expect(universe.runtime.deadLetters.redrive('m-1')).toBe(1);
        });
      }
    }

    it('undefined is no value, nor is a promise of it', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => undefined), handle(Other, async () => undefined)]),
      );
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await universe.quiet();
      expect(universe.totals).toMatchObject({ handled: 2, dead: 0 });
    });

    it('a generator does not run, an Observable is not subscribed to', async () => {
      let ran = 0;
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, function* () {
            ran += 1;
            yield 1;
          }),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(ran).toBe(0);
    });
  },
);

guarantee('G12', 'Nothing public exposes a live instance or its state.', () => {
  it('nothing that can be reached from what the runtime hands out is an instance', async () => {
    class Secret {
      readonly state = 'secret state';
      onActivate(context: ActivationContext): void {
        handed.push(context);
      }
      onDeactivate(context: ActivationContext): void {
        handed.push(context);
      }
    }
    const handed: unknown[] = [];
    const universe = await Universe.of(
      ['order', 'single'].map((name) =>
        actor(
          name,
          [
            handle(name === 'order' ? Note : Other, (_: object, context: ActorContext) => {
              handed.push(
                context,
                context.self,
                context.envelope,
                context.logger,
                context.schedule,
                context.signal,
              );
              handed.push(context.ref('order', 'a'));
              fail();
            }),
          ],
          { keyBy: name === 'order' ? byKey : undefined, create: () => new Secret() },
        ),
      ),
    );
    universe.runtime.activity.subscribe((activity) => handed.push(activity));
    universe.runtime.tell(new Note());
    universe.runtime.tell(new Other());
    handed.push(await universe.runtime.deliver(new Note()), universe.runtime.ref('order', 'a'));
    handed.push(universe.runtime, universe.runtime.deadLetters, universe.runtime.activity);
    await universe.quiet();
    handed.push(universe.runtime.snapshot(), universe.runtime.deadLetters.list(), universe.logger.lines);
    await universe.runtime.drain();
    expect(handed.length).toBeGreaterThan(20);
    const seen = new Set<unknown>();
    const reach = (value: unknown): void => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
        return;
      seen.add(value);
      expect(value).not.toBeInstanceOf(Secret);
      for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        reach(property?.value);
      }
    };
    reach(handed);
    expect(seen.size).toBeGreaterThan(50);
  });

  it('the runtime has no member that asks for one', () => {
    expect(Object.getOwnPropertyNames(library.MailboxRuntime.prototype).toSorted()).toEqual([
      'activity',
      'constructor',
      'deadLetters',
      'deliver',
      'drain',
      'publish',
      'ref',
      'register',
      'snapshot',
      'start',
      'state',
      'tell',
    ]);
    expect(Object.getOwnPropertyNames(library.ActorRef.prototype).toSorted()).toEqual([
      'constructor',
      'tell',
      'toString',
    ]);
  });
});

guarantee(
  'G13',
  'A handler that throws or rejects never crashes the process and never stalls its mailbox.',
  () => {
    for (const [what, react] of Object.entries({
      'throws an Error': () => fail(),
      'throws a string': () => fail('text'),
      'throws undefined': () => fail(undefined),
      'throws null': () => fail(null),
      rejects: () => Promise.reject(new Error('no')),
      'rejects with undefined': () => new Promise((_, reject) => reject()),
      'rejects later': () => turnOfTheLoop().then(() => fail()),
      'throws what cannot be described': () => fail(Object.create(null)),
    })) {
      it(`one that ${what}`, async () => {
        const seen: number[] = [];
        const universe = await Universe.of(
          actor('scribe', [handle(Note, ({ n }) => (n === 1 ? react() : void seen.push(n)))]),
        );
        for (let n = 0; n < 3; n += 1) universe.runtime.tell(new Note(n));
        while (universe.totals.handled + universe.totals.dead < 3) await turnOfTheLoop();
        await universe.quiet();
        expect(seen).toEqual([0, 2]);
        expect(universe.reasons).toEqual(['handler-failed']);
        expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(1);
        expect(universe.logger.lines).toHaveLength(1);
      });
    }
  },
);

guarantee(
  'G14',
  'Attempts happen in place, on the same instance, `attempts` counting the first; the next message of that instance waits, others do not.',
  () => {
    it('with a pause that grows, while the next one waits and another instance goes on', async () => {
      const attempts: [number, number][] = [];
      const instances = new Set<object>();
      const seen: string[] = [];
      const universe: Universe = await Universe.of(
        actor(
          'order',
          [
            handle(
              Note,
              (_, { envelope }, self) => {
                instances.add(self);
                attempts.push([envelope.attempt, universe.clock.now()]);
                if (envelope.attempt < 4) fail();
              },
              { retry: { attempts: 4, backoffMs: 100, factor: 3, maxBackoffMs: 500, jitter: false } },
            ),
            handle(Other, ({ key }) => void seen.push(`${key} at ${universe.clock.now()}`)),
          ],
          { keyBy: byKey },
        ),
      );
      universe.runtime.tell(new Note(0, 'a'));
      universe.runtime.tell(new Other('a'));
      universe.runtime.tell(new Other('b'));
      await universe.advance(2_000);
      expect(attempts).toEqual([
        [1, 0],
        [2, 100],
        [3, 400],
        [4, 900],
      ]);
      expect(instances.size).toBe(1);
      expect(seen).toEqual(['b at 0', 'a at 900']);
      expect(universe.totals).toMatchObject({ failed: 3, handled: 3, dead: 0 });
    });

    it('in backoff a message is running', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => fail(), { retry: { attempts: 2, backoffMs: 100 } })]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(universe.totals).toMatchObject({ running: 1, failed: 1, dead: 0 });
    });
  },
);

guarantee(
  'G15',
  "After the last attempt the message is a dead letter `handler-failed` (`timed-out` if that attempt ran past `timeoutMs`, whatever it settled to) carrying every attempt's error; then supervision acts, once.",
  () => {
    it('handler-failed with every error, supervised once, and its successor runs', async () => {
      let attempt = 0;
      const seen: string[] = [];
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Note, () => fail(new Error(`no ${(attempt += 1)}`)), {
              retry: { attempts: 3, backoffMs: 0 },
            }),
            handle(Other, () => void seen.push('other')),
          ],
          { supervision: { onFailure: 'restart' } },
        ),
      );
      const activities = universe.record();
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await universe.advance(1_000);
      const [letter] = universe.runtime.deadLetters.list();
      expect(letter).toMatchObject({ reason: 'handler-failed', envelope: { attempt: 3 } });
      expect(letter?.errors).toEqual([new Error('no 1'), new Error('no 2'), new Error('no 3')]);
      expect(types(activities).filter((type) => type === 'restarted')).toHaveLength(1);
      expect(seen).toEqual(['other']);
    });

    for (const [what, end] of [
      ['fulfilled', (gate: Gate) => gate.open()],
      ['rejected', (gate: Gate) => gate.fail(new Error('late'))],
    ] as const) {
      it(`timed-out if the last attempt ran past its limit, though it was ${what} then`, async () => {
        const gate = new Gate();
        const universe = await Universe.of(
          actor('scribe', [handle(Note, () => gate.opened, { timeoutMs: 100 })]),
        );
        universe.runtime.tell(new Note());
        await universe.advance(150);
        expect(universe.reasons).toEqual([]);
        end(gate);
        await universe.quiet();
        expect(universe.reasons).toEqual(['timed-out']);
        expect(universe.runtime.deadLetters.list()[0]?.errors).toEqual([expect.any(HandlerTimeoutError)]);
      });
    }

    it('handler-failed if an earlier attempt ran past it, and the last one failed in time', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, (_, { envelope }) => (envelope.attempt === 1 ? gate.opened : fail()), {
            timeoutMs: 100,
            retry: { attempts: 2, backoffMs: 0 },
          }),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.advance(150);
      gate.open();
      await universe.quiet();
      expect(universe.reasons).toEqual(['handler-failed']);
      expect(universe.runtime.deadLetters.list()[0]?.errors).toEqual([
        expect.any(HandlerTimeoutError),
        new Error('no'),
      ]);
    });
  },
);

guarantee(
  'G16',
  "`resume` keeps the instance as it is, half-changed state included; `restart` replaces it with a fresh one, with dependencies as Nest resolves them, and keeps queue and stash; `stop` dead-letters what is queued and stashed (`actor-stopped`): a key's next message activates it anew, a singleton stays stopped, dead-letters what comes, and health is `down`.",
  () => {
    interface State {
      n: number;
    }
    const supervised = async (
      onFailure: 'resume' | 'restart' | 'stop',
      keyBy?: (message: never) => string,
    ): Promise<[Universe, number[], string[]]> => {
      const seen: number[] = [];
      const hooks: string[] = [];
      let isOpen = false;
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, ({ n }, _, self: State) => {
              self.n += n;
              if (n === 0) self.n = 100; // half of a change
              if (n === 0) fail();
              seen.push(self.n);
            }),
            handle(Other, (_, context, self: State) => {
              if (!isOpen) return context.stash();
              seen.push(-self.n);
            }),
            handle(Open, (_, context) => {
              isOpen = true;
              context.unstashAll();
            }),
          ],
          {
            keyBy,
            supervision: { onFailure, backoffMs: 10 },
            create: () => ({
              n: 1_000,
              onActivate: () => void hooks.push('activate'),
              onDeactivate: () => void hooks.push('deactivate'),
            }),
          },
        ),
      );
      for (const message of [new Note(1), new Other(), new Note(0), new Note(2), new Open()])
        universe.runtime.tell(message);
      await universe.advance(1_000);
      return [universe, seen, hooks];
    };

    it('resume', async () => {
      const [universe, seen, hooks] = await supervised('resume');
      expect(seen).toEqual([1_001, 102, -102]);
      expect(hooks).toEqual(['activate']);
      expect(universe.reasons).toEqual(['handler-failed']);
    });

    it('restart', async () => {
      const [universe, seen, hooks] = await supervised('restart');
      expect(seen).toEqual([1_001, 1_002, -1_002]);
      expect(hooks).toEqual(['activate', 'activate']);
      expect(universe.reasons).toEqual(['handler-failed']);
    });

    it('restart keeps what comes during its backoff', async () => {
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [handle(Note, ({ n }) => (n === 0 ? fail() : void seen.push(n)))], {
          supervision: { onFailure: 'restart', backoffMs: 1_000 },
        }),
      );
      universe.runtime.tell(new Note(0));
      await universe.quiet();
      universe.runtime.tell(new Note(1));
      await universe.advance(400);
      universe.runtime.tell(new Note(2));
      expect(seen).toEqual([]);
      await universe.advance(1_000);
      expect(seen).toEqual([1, 2]);
    });

    it('stop, with a key: the next message activates it anew', async () => {
      const [universe, seen, hooks] = await supervised('stop', () => 'a');
      expect(seen).toEqual([1_001]);
      expect(universe.reasons).toEqual(['handler-failed', 'actor-stopped', 'actor-stopped', 'actor-stopped']);
      universe.runtime.tell(new Note(5));
      await universe.quiet();
      expect(seen).toEqual([1_001, 1_005]);
      expect(hooks).toEqual(['activate', 'deactivate', 'activate']);
    });

    it('stop, of a singleton: it stays stopped, and its snapshot says so', async () => {
      const [universe, seen, hooks] = await supervised('stop');
      universe.runtime.tell(new Note(5));
      await expect(universe.runtime.deliver(new Note(6))).rejects.toMatchObject({
        code: 'ACTOR_STOPPED',
        httpStatus: 503,
      });
      await universe.quiet();
      expect(seen).toEqual([1_001]);
      expect(hooks).toEqual(['activate', 'deactivate']);
      expect(universe.reasons).toEqual(['handler-failed', ...Array<string>(4).fill('actor-stopped')]);
      expect(universe.runtime.snapshot().actors['order']).toMatchObject({
        isStopped: true,
        instances: 0,
        refused: 2,
      });
    });
  },
);

guarantee('G17', 'Restarts beyond `maxRestarts` within `withinMs` stop the actor.', () => {
  const failing = (maxRestarts: number): Promise<Universe> =>
    Universe.of(
      actor('scribe', [handle(Note, () => fail())], {
        supervision: { onFailure: 'restart', maxRestarts, withinMs: 10_000, backoffMs: 0 },
      }),
    );

  for (const limit of [0, 1, 3]) {
    it(`with a limit of ${limit}`, async () => {
      const universe = await failing(limit);
      const activities = universe.record();
      for (let n = 0; n < limit + 3; n += 1) universe.runtime.tell(new Note(n));
      await universe.quiet();
      expect(types(activities).filter((type) => type === 'restarted')).toHaveLength(limit);
      expect(types(activities).filter((type) => type === 'stopped')).toHaveLength(1);
      expect(universe.reasons).toEqual([
        ...Array<string>(limit + 1).fill('handler-failed'),
        'actor-stopped',
        'actor-stopped',
      ]);
    });
  }

  it('and the count begins anew after the window', async () => {
    const universe = await failing(1);
    for (let n = 0; n < 5; n += 1) {
      universe.runtime.tell(new Note(n));
      await universe.advance(10_000);
    }
    expect(universe.reasons).toEqual(Array<string>(5).fill('handler-failed'));
    expect(universe.runtime.snapshot().actors['scribe']?.isStopped).toBe(false);
  });
});

guarantee(
  'G18',
  "A restarted, passivated or stopped instance's timers are cancelled; no tick of it ever reaches a successor.",
  () => {
    for (const end of ['restart', 'passivate', 'stop'] as const) {
      it(`${end}, though a tick was waiting`, async () => {
        const gate = new Gate();
        let ticks = 0;
        const universe = await Universe.of(
          actor(
            'order',
            [
              handle(Open, async (_, context) => {
                context.schedule.every('every', 10, new Tick());
                context.schedule.once('once', 1_000, new Tick());
                await gate.opened;
                if (end === 'passivate') context.passivate();
                else fail();
              }),
              handle(Tick, () => void (ticks += 1)),
              handle(Other, nothing),
            ],
            { keyBy: () => 'a', supervision: { onFailure: end === 'stop' ? 'stop' : 'restart' } },
          ),
        );
        universe.runtime.tell(new Open());
        await universe.advance(15);
        gate.open();
        await universe.quiet();
        universe.runtime.tell(new Other());
        await universe.advance(5_000);
        expect(ticks).toBe(0);
        expect(universe.totals).toMatchObject({ told: 2 });
      });
    }
  },
);

guarantee(
  'G19',
  "A send takes effect when it is made: a failed attempt's sends stand, and a retry makes them again.",
  () => {
    it('each of three attempts sends', async () => {
      const seen: unknown[] = [];
      const universe = await Universe.of([
        actor('scribe', [
          handle(
            Note,
            (_, context) => {
              context.tell(new Other(String(context.envelope.attempt)));
              fail();
            },
            { retry: { attempts: 3, backoffMs: 100 } },
          ),
        ]),
        actor('other', [handle(Other, ({ key }) => void seen.push(key))]),
      ]);
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(seen).toEqual(['1']);
      await universe.advance(1_000);
      expect(seen).toEqual(['1', '2', '3']);
    });
  },
);

guarantee(
  'G20',
  'A keyed instance is created on its first message and passivated after `idleTimeoutMs`; it is idle only while nothing is queued, running, stashed or scheduled. A message that arrives while it deactivates is handled once, by the next instance.',
  () => {
    it('first message creates, idleness passivates, the next recreates; each message renews the time', async () => {
      const events: string[] = [];
      const universe: Universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          idleTimeoutMs: 1_000,
          create: () => ({
            onActivate: () => void events.push(`born ${universe.clock.now()}`),
            onDeactivate: () => void events.push(`gone ${universe.clock.now()}`),
          }),
        }),
      );
      expect(events).toEqual([]);
      universe.runtime.tell(new Note());
      await universe.advance(900);
      universe.runtime.tell(new Note());
      await universe.advance(5_000);
      universe.runtime.tell(new Note());
      await universe.advance(5_000);
      expect(events).toEqual(['born 0', 'gone 1900', 'born 5900', 'gone 6900']);
      expect(universe.runtime.snapshot().actors['order']?.instances).toBe(0);
      expect(universe.clock.pending).toBe(0);
    });

    it('not while it is running, stashed or scheduled', async () => {
      const gate = new Gate();
      const gone: unknown[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async ({ key }, context) => {
              if (key === 'running') await gate.opened;
              if (key === 'stashed') context.stash();
              if (key === 'scheduled') context.schedule.every('tick', 600_000, new Tick(key));
            }),
            handle(Tick, nothing),
          ],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
          },
        ),
      );
      for (const key of ['running', 'stashed', 'scheduled', 'idle']) universe.runtime.tell(new Note(0, key));
      await universe.advance(100_000);
      expect(gone).toEqual(['idle']);
      gate.open();
      await universe.advance(1_000);
      expect(gone).toEqual(['idle', 'running']);
    });

    it('a message that comes during onDeactivate goes to the next instance, once', async () => {
      const gate = new Gate();
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [handle(Note, ({ n }, _, self: { id: number }) => void seen.push(`note ${n} by ${self.id}`))],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ id: (instances += 1), onDeactivate: () => gate.opened }),
          },
        ),
      );
      universe.runtime.tell(new Note(1));
      await universe.advance(1_000);
      for (const n of [2, 3]) universe.runtime.tell(new Note(n));
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1']);
      gate.open();
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1', 'note 2 by 2', 'note 3 by 2']);
    });

    it('a message that comes when the time is up, before the instance ends, is handled by that instance', async () => {
      const seen: string[] = [];
      let instances = 0;
      const universe = await Universe.of(
        actor(
          'order',
          [handle(Note, ({ n }, _, self: { id: number }) => void seen.push(`note ${n} by ${self.id}`))],
          {
            keyBy: byKey,
            idleTimeoutMs: 1_000,
            create: () => ({ id: (instances += 1) }),
          },
        ),
      );
      universe.runtime.tell(new Note(1));
      await universe.quiet();
      universe.clock.advance(1_000);
      universe.runtime.tell(new Note(2));
      await universe.quiet();
      expect(seen).toEqual(['note 1 by 1', 'note 2 by 1']);
    });
  },
);

guarantee(
  'G21',
  'Beyond `maxInstances` the longest-idle instance is ended for each new one; when none is idle the number is exceeded until one is, and `activity` says so.',
  () => {
    it('and passivates nothing while there is room', async () => {
      const gone: unknown[] = [];
      const gate = new Gate();
      const universe = await Universe.of(
        actor('order', [handle(Note, ({ key }) => (key.startsWith('busy') ? gate.opened : undefined))], {
          keyBy: byKey,
          maxInstances: 3,
          create: () => ({ onDeactivate: ({ key }: ActivationContext) => void gone.push(key) }),
        }),
      );
      const activities = universe.record();
      const instances = (): number | undefined => universe.runtime.snapshot().actors['order']?.instances;
      const tell = async (...keys: string[]): Promise<void> => {
        for (const key of keys) {
          universe.runtime.tell(new Note(0, key));
          await universe.quiet();
        }
      };
      await tell('a', 'b', 'c', 'a');
      expect([gone, instances()]).toEqual([[], 3]);
      await tell('d');
      expect([gone, instances()]).toEqual([['b'], 3]);
      await tell('busy 1', 'busy 2', 'busy 3');
      expect([gone, instances()]).toEqual([['b', 'c', 'a', 'd'], 3]);
      expect(activities.some(({ detail }) => detail !== undefined)).toBe(false);
      await tell('busy 4');
      expect(instances()).toBe(4);
      expect(activities.filter(({ type }) => type === 'activated').at(-1)).toMatchObject({
        address: 'mailbox://order/busy%204',
        detail: '4 instances live, more than maxInstances; none is idle',
      });
      gate.open();
      await universe.quiet();
      expect([gone, instances()]).toEqual([['b', 'c', 'a', 'd', 'busy 1'], 3]);
    });
  },
);

guarantee(
  'G22',
  "While `onActivate` (or the constructor) fails, the message stays at the head and activation is tried again with supervision's backoff; beyond `maxRestarts` the actor stops. Singletons activate once at start; if one fails, the others deactivate and `init` (or `start`) rejects, the one hook of ours that throws.",
  () => {
    for (const [what, makeFailing] of Object.entries({
      'onActivate throws': (): object => ({ onActivate: () => fail() }),
      'onActivate rejects': (): object => ({ onActivate: () => Promise.reject(new Error('no')) }),
      'the constructor throws': (): object => fail(),
      'its dependencies reject': (): Promise<object> => Promise.reject(new Error('no')),
    })) {
      it(`${what}: nothing is lost in two seconds with a thousand queued messages, and the order stays`, async () => {
        const seen: number[] = [];
        const tries: number[] = [];
        const universe: Universe = await Universe.of(
          actor('order', [handle(Note, ({ n }) => void seen.push(n))], {
            keyBy: byKey,
            create: () => {
              tries.push(universe.clock.now());
              return universe.clock.now() < 2_000 ? makeFailing() : {};
            },
          }),
        );
        for (let n = 0; n < 1_000; n += 1) universe.runtime.tell(new Note(n));
        await universe.advance(2_000);
        expect([seen, universe.totals.queued]).toEqual([[], 1_000]);
        await universe.advance(2_000);
        expect(seen).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
        expect(universe.reasons).toEqual([]);
        const pauses = tries.slice(1).map((at, n) => at - (tries[n] as number));
        for (const [n, pause] of pauses.entries()) {
          expect(pause).toBeGreaterThanOrEqual(100 * 2 ** n * 0.5);
          expect(pause).toBeLessThanOrEqual(100 * 2 ** n);
        }
      });
    }

    it('beyond maxRestarts the actor stops', async () => {
      let tries = 0;
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          supervision: { maxRestarts: 2, backoffMs: 10 },
          create: () => fail(new Error(`no ${(tries += 1)}`)),
        }),
      );
      const activities = universe.record();
      universe.runtime.tell(new Note(1));
      universe.runtime.tell(new Note(2));
      await universe.advance(1_000);
      expect(tries).toBe(3);
      expect(types(activities).filter((type) => type === 'activation-failed')).toHaveLength(3);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'actor-stopped', errors: [new Error('no 3')] },
        { reason: 'actor-stopped', errors: [new Error('no 3')] },
      ]);
      expect(universe.clock.pending).toBe(1); // the log's pause
      universe.runtime.tell(new Note(3));
      await universe.quiet();
      expect(tries).toBe(4);
    });

    it('singletons activate once at start; if one fails, the others deactivate and start() rejects', async () => {
      const hooks: string[] = [];
      const universe = new Universe();
      const one = (name: string, onActivate: () => unknown): library.ActorDefinition =>
        actor(name, [handle(name === 'good' ? Note : Other, () => void hooks.push('handled'))], {
          create: () => ({
            onActivate: () => (hooks.push(`${name} activates`), onActivate()),
            onDeactivate: () => void hooks.push(`${name} deactivates`),
          }),
        });
      universe.runtime.register([
        one('good', nothing),
        one('bad', () => Promise.reject(new Error('no database'))),
      ]);
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Other());
      await expect(universe.runtime.start()).rejects.toMatchObject({
        name: 'ActivationError',
        message: 'the actor BadActor could not be activated at start: no database',
        cause: new Error('no database'),
      });
      expect(hooks).toEqual(['good activates', 'bad activates', 'good deactivates']);
      expect(universe.reasons).toEqual(['shutdown', 'shutdown']);
      expect(universe.runtime.state).toBe('closed');
    });

    it('nothing is handled before activation has resolved', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = await Universe.of(
        actor('order', [handle(Note, () => void events.push('handled'))], {
          keyBy: byKey,
          create: () => ({ onActivate: () => gate.opened.then(() => void events.push('activated')) }),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(events).toEqual([]);
      gate.open();
      await universe.quiet();
      expect(events).toEqual(['activated', 'handled']);
    });
  },
);

guarantee(
  'G23',
  "On shutdown `deliver` rejects, timers stop, retry backoffs are skipped and failed activations not tried again, what is queued and what is still told is handled, and `onDeactivate` runs (also on passivation and stop; never on restart), all before any provider's `onModuleDestroy`; `onDeactivate` gets what is left of the drain time (at passivation `drainTimeoutMs`), then is abandoned and logged; at the deadline `signal` aborts and what is left, handlers still running included, becomes dead letters `shutdown`, counted in one log line.",
  () => {
    it('deliver rejects, timers stop, what is queued and still told is handled, then onDeactivate runs', async () => {
      const gate = new Gate();
      const events: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Open, async (_, context) => {
              context.schedule.every('tick', 10, new Tick());
              await gate.opened;
              context.tell(new Note(3));
            }),
            handle(Note, ({ n }) => void events.push(`note ${n}`)),
            handle(Tick, () => void events.push('tick')),
          ],
          { keyBy: () => 'a', create: () => ({ onDeactivate: () => void events.push('deactivated') }) },
        ),
      );
      universe.runtime.tell(new Open());
      universe.runtime.tell(new Note(1));
      await universe.advance(10);
      const drained = universe.runtime.drain();
      await expect(universe.runtime.deliver(new Note(0))).rejects.toThrow(MailboxClosedError);
      universe.runtime.tell(new Note(2));
      gate.open();
      await drained;
      expect(events).toEqual(['note 1', 'note 2', 'note 3', 'deactivated']);
      expect(universe.clock.pending).toBe(0);
    });

    it('a retry does not wait', async () => {
      const universe = await Universe.of(
        actor('scribe', [handle(Note, () => fail(), { retry: { attempts: 3, backoffMs: 5_000 } })]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      await universe.runtime.drain();
      expect(universe.clock.now()).toBe(0);
      expect(universe.runtime.deadLetters.list()[0]?.errors).toHaveLength(3);
    });

    it('a failed activation is not tried again', async () => {
      let tries = 0;
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          create: () => fail(new Error(`no ${(tries += 1)}`)),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      await universe.runtime.drain();
      expect(tries).toBe(1);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'shutdown', errors: [new Error('no 1')] },
      ]);
    });

    it('onDeactivate runs on passivation, stop and shutdown, never on restart', async () => {
      for (const [end, times] of [
        ['passivate', 1],
        ['stop', 1],
        ['shutdown', 1],
        ['restart', 0],
      ] as const) {
        let deactivated = 0;
        const universe = await Universe.of(
          actor(
            'order',
            [
              handle(Note, (_, context) =>
                end === 'passivate' ? context.passivate() : end === 'shutdown' ? undefined : fail(),
              ),
            ],
            {
              keyBy: byKey,
              supervision: { onFailure: end === 'stop' ? 'stop' : 'restart' },
              create: () => ({ onDeactivate: () => void (deactivated += 1) }),
            },
          ),
        );
        universe.runtime.tell(new Note());
        await universe.advance(1_000);
        if (end === 'shutdown') await universe.runtime.drain();
        expect([end, deactivated]).toEqual([end, times]);
      }
    });

    it('onDeactivate gets what is left of the time, then is abandoned and logged', async () => {
      const universe = await Universe.of(
        actor('order', [handle(Note, nothing)], {
          keyBy: byKey,
          create: () => ({ onDeactivate: () => new Gate().opened }),
        }),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      let isDrained = false;
      const drained = universe.runtime.drain({ timeoutMs: 300 }).then(() => (isDrained = true));
      await universe.advance(299);
      expect(isDrained).toBe(false);
      await universe.advance(1);
      await drained;
      expect(universe.logger.texts('error')).toEqual([
        'OrderActor.onDeactivate of mailbox://order/a was abandoned after 300 ms',
      ]);
    });

    it('at the deadline signals abort, and everything left is a dead letter shutdown, in one line', async () => {
      const aborted: string[] = [];
      const universe = await Universe.of(
        actor(
          'order',
          [
            handle(Note, async function wait({ key }, { signal }) {
              signal.addEventListener('abort', () => aborted.push(key));
              await new Gate().opened;
            }),
          ],
          { keyBy: byKey },
        ),
      );
      for (const key of ['a', 'b', 'a', 'a']) universe.runtime.tell(new Note(0, key));
      await universe.quiet();
      const drained = universe.runtime.drain({ timeoutMs: 100 });
      await universe.advance(100);
      await drained;
      expect(aborted).toEqual(['a', 'b']);
      expect(universe.reasons).toEqual(Array<string>(4).fill('shutdown'));
      expect(universe.logger.texts().filter((text) => text.startsWith('drained'))).toEqual([
        'drained in 100 ms: 0 handled, 4 dead letters; unfinished: OrderActor.wait of mailbox://order/a, OrderActor.wait of mailbox://order/b',
      ]);
    });
  },
);

guarantee(
  'G24',
  'Expired messages (`ttlMs`, checked before each attempt) are dead letters `expired`.',
  () => {
    it('when it is taken too late, and when it is attempted too late', async () => {
      const gate = new Gate();
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Open, () => gate.opened),
          handle(Note, ({ n }) => (seen.push(n), n === 2 ? fail() : undefined), {
            retry: { attempts: 5, backoffMs: 100, jitter: false, factor: 1 },
          }),
        ]),
      );
      universe.runtime.tell(new Open());
      universe.runtime.tell(new Note(1), { ttlMs: 100 });
      universe.runtime.tell(new Note(2), { ttlMs: 350 });
      universe.runtime.tell(new Note(3), { ttlMs: 1_000 });
      await universe.advance(100);
      gate.open();
      await universe.advance(1_000);
      expect(seen).toEqual([2, 2, 2, 3]);
      expect(universe.runtime.deadLetters.list()).toMatchObject([
        { reason: 'expired', errors: [], envelope: { message: new Note(1) } },
        {
          reason: 'expired',
          errors: [new Error('no'), new Error('no'), new Error('no')],
          envelope: { message: new Note(2) },
        },
      ]);
      expect(universe.runtime.deadLetters.redrive('m-2')).toBe(0);
    });

    it('the time runs from the tell, also before the start', async () => {
      const universe = new Universe();
      universe.runtime.tell(new Note(), { ttlMs: 100 });
      universe.clock.advance(100);
      universe.runtime.register([actor('scribe', [handle(Note, nothing)])]);
      await universe.runtime.start();
      await universe.quiet();
      expect(universe.reasons).toEqual(['expired']);
    });
  },
);

guarantee(
  'G25',
  'With `deduplicate`, an id among the last `size` accepted by that actor class is counted `duplicate` and not accepted (its `deliver` resolves with that id); ids that ended as dead letters are forgotten, and redrive is exempt.',
  () => {
    it('the window, the answer, dead letters and redrive', async () => {
      let fails = false;
      const seen: unknown[] = [];
      const universe = await Universe.of(
        actor('order', [handle(Note, (_, { envelope }) => (fails ? fail() : void seen.push(envelope.id)))], {
          keyBy: byKey,
          deduplicate: { size: 2 },
        }),
      );
      const tell = (id: string, key = 'a'): void => universe.runtime.tell(new Note(0, key), { id });
      for (const id of ['1', '1', '2']) tell(id);
      tell('2', 'another key');
      await expect(universe.runtime.deliver(new Note(), { id: '2' })).resolves.toMatchObject({ id: '2' });
      expect(universe.totals).toMatchObject({ told: 5, accepted: 2, duplicate: 3 });
      for (const id of ['3', '1']) tell(id); // 1 is among the last two no more
      await universe.quiet();
      expect(seen).toEqual(['1', '2', '3', '1']);
      fails = true;
      tell('4');
      await universe.quiet();
      fails = false;
      tell('4');
      await universe.quiet();
      expect(universe.runtime.deadLetters.redrive('4')).toBe(1);
      await universe.quiet();
      expect(seen.slice(4)).toEqual(['4', '4']);
    });
  },
);

guarantee(
  'G26',
  'At every moment: told = accepted + refused + duplicate, and accepted = handled + dead + queued + running + stashed, where backoff is running, `dead` counts accepted messages only, and a redrive is a new acceptance of the same id: the letter leaves the list, and a new one has `redriven` + 1.',
  () => {
    it('in every state that a message can be in (test/accounting.spec.ts asserts it 10,000 times)', async () => {
      const gate = new Gate();
      const universe = await Universe.of(
        actor(
          'scribe',
          [
            handle(Open, () => gate.opened),
            handle(Note, () => fail(), { retry: { attempts: 2, backoffMs: 100 } }),
            handle(Other, (_, context) => context.stash()),
            handle(Tick, nothing),
          ],
          { mailbox: { capacity: 4 }, deduplicate: { size: 100 } },
        ),
      );
      const { runtime } = universe;
      runtime.tell(new Other(), { id: 'x' });
      await universe.quiet();
      runtime.tell(new Open());
      await universe.quiet();
      runtime.tell(new Other(), { id: 'x' });
      for (const message of [new Tick(), new Tick(), new Note(), new Tick(), new Tick()])
        runtime.tell(message);
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        refused: 1,
        duplicate: 1,
        queued: 4,
        running: 1,
        stashed: 1,
      });
      gate.open();
      await universe.quiet();
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        handled: 3,
        queued: 1,
        running: 1,
        stashed: 1,
      });
      await universe.advance(100);
      expect(universe.totals).toMatchObject({
        told: 8,
        accepted: 6,
        handled: 4,
        dead: 1,
        queued: 0,
        running: 0,
        stashed: 1,
      });
      expect(universe.reasons).toEqual(['mailbox-full', 'handler-failed']);
      expect(runtime.deadLetters.redrive({ reason: 'handler-failed' })).toBe(1);
      expect(universe.reasons).toEqual(['mailbox-full']);
      await universe.advance(100);
      expect(universe.totals).toMatchObject({ told: 9, accepted: 7, handled: 4, dead: 2, stashed: 1 });
      expect(runtime.deadLetters.list()).toMatchObject([
        { redriven: 0 },
        { reason: 'handler-failed', redriven: 1 },
      ]);
    });
  },
);

guarantee(
  'G27',
  'Correlation and causation ids are right across awaits, retries, timers and stash. A `once` tick continues its conversation; each `every` tick starts one.',
  () => {
    it('across awaits, retries, stash and any verb', async () => {
      const envelopes: Record<string, library.Envelope> = {};
      let isOpen = false;
      class Heard {}
      const universe = await Universe.of([
        actor(
          'order',
          [
            handle(
              Note,
              async (_, context) => {
                await turnOfTheLoop();
                if (context.envelope.attempt === 1) fail();
                if (!isOpen) return context.stash();
                envelopes['note'] = context.envelope;
                context.tell(new Other('by tell'));
                await turnOfTheLoop();
                context.ref('other').tell(new Other('by ref'), context);
                universe.runtime.tell(new Other('by runtime'), context);
                context.publish(new Heard());
                void universe.runtime.deliver(new Other('by deliver'), context);
                universe.runtime.tell(new Other('outside'));
                context.tell(new Other('own'), { correlationId: 'own' });
              },
              { retry: { attempts: 2, backoffMs: 10 } },
            ),
            handle(Open, (_, context) => {
              isOpen = true;
              context.unstashAll();
            }),
          ],
          { keyBy: () => 'a' },
        ),
        actor('other', [
          handle(Other, ({ key }, { envelope }) => void (envelopes[key] = envelope)),
          subscribe(Heard, (_, { envelope }) => void (envelopes['by publish'] = envelope)),
        ]),
      ]);
      const settle = async (): Promise<void> => {
        for (let turns = 0; turns < 20; turns += 1) await turnOfTheLoop();
      };
      universe.runtime.tell(new Note(), { correlationId: 'c', headers: { tenant: 't' } });
      await settle();
      await universe.advance(10);
      await settle();
      universe.runtime.tell(new Open());
      await settle();
      await universe.advance(10);
      await settle();
      const { id } = envelopes['note'] as library.Envelope;
      for (const verb of ['by tell', 'by ref', 'by runtime', 'by publish', 'by deliver'])
        expect([verb, envelopes[verb]]).toMatchObject([
          verb,
          { correlationId: 'c', causationId: id, from: 'mailbox://order/a', headers: { tenant: 't' } },
        ]);
      expect(envelopes['own']).toMatchObject({ correlationId: 'own', causationId: id });
      expect(envelopes['outside']).toMatchObject({
        correlationId: envelopes['outside']?.id,
        causationId: undefined,
        from: undefined,
        headers: {},
      });
    });

    it('a once tick continues its conversation, each every tick starts one', async () => {
      const ticks: library.Envelope[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Open, (_, { schedule }) => {
            schedule.once('once', 5, new Tick('once'));
            schedule.every('every', 10, new Tick('every'));
          }),
          handle(Tick, (_, { envelope }) => void ticks.push(envelope)),
        ]),
      );
      universe.runtime.tell(new Open(), { id: 'open', correlationId: 'c' });
      await universe.advance(20);
      const [once, first, second] = ticks as [library.Envelope, library.Envelope, library.Envelope];
      expect(once).toMatchObject({ correlationId: 'c', causationId: 'open', from: 'mailbox://scribe' });
      for (const tick of [first, second])
        expect(tick).toMatchObject({
          correlationId: tick.id,
          causationId: undefined,
          from: 'mailbox://scribe',
        });
      expect(first.id).not.toBe(second.id);
    });
  },
);

guarantee(
  'G28',
  "AsyncLocalStorage state of one caller never leaks into the handling of another's message (`enterWith` inside a handler aside).",
  () => {
    const storage = new AsyncLocalStorage<string>();
    const watching = (seen: [string, string | undefined][], name: string): HandlerDefinition[] => {
      const look = (where: string): void => void seen.push([`${name} ${where}`, storage.getStore()]);
      return [
        handle(name === 'one' ? Note : Other, async (message: Note | Other, context: ActorContext) => {
          look('before');
          await Promise.resolve();
          look('after');
          await turnOfTheLoop();
          look('later');
          if (message instanceof Note) storage.run('inside', () => context.tell(new Other()));
          context.schedule.once('tick', 10, name === 'one' ? new Tick() : new Open());
        }),
        handle(name === 'one' ? Tick : Open, () => look('tick')),
      ];
    };

    it('not by tell, deliver, a drain, a timer, an activation, or what another handler ran in', async () => {
      const seen: [string, string | undefined][] = [];
      const universe = new Universe();
      const create = (): object => ({
        onActivate: () => void seen.push(['activate', storage.getStore()]),
        onDeactivate: () => void seen.push(['deactivate', storage.getStore()]),
      });
      await storage.run('start', async () => {
        universe.runtime.register([
          actor('one', watching(seen, 'one'), { keyBy: () => 'a', create }),
          actor('two', watching(seen, 'two')),
        ]);
        await universe.runtime.start();
      });
      await storage.run('caller', async () => {
        universe.runtime.tell(new Note());
        await universe.runtime.deliver(new Note());
        await universe.quiet();
      });
      for (let turns = 0; turns < 20; turns += 1) await turnOfTheLoop();
      await universe.advance(100);
      await storage.run('end', () => universe.runtime.drain());
      expect(seen.length).toBeGreaterThanOrEqual(16);
      expect(new Set(seen.map(([, store]) => store))).toEqual(new Set([undefined]));
    });

    it('nor from one message to the next, though all are told in contexts of their own', async () => {
      const seen: (string | undefined)[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, async () => {
            seen.push(storage.getStore());
            await turnOfTheLoop();
            seen.push(storage.getStore());
          }),
        ]),
      );
      for (let n = 0; n < 10; n += 1) storage.run(`caller ${n}`, () => universe.runtime.tell(new Note(n)));
      while (universe.totals.handled < 10) await turnOfTheLoop();
      expect(seen).toEqual(Array(20).fill(undefined));
    });
  },
);

describe('docs/guarantees.md', () => {
  it('holds the same sentences, in the same order', () => {
    const page = readFileSync(new URL('../docs/guarantees.md', import.meta.url), 'utf8');
    const promised = Array.from(
      page.matchAll(/^- \*\*(G\d+)\*\* (.*?)(?=\n- |\n\n)/gms),
      ([, id, sentence]) => `${id} ${sentence}`.replaceAll(/\s+/g, ' '),
    );
    expect(promised).toEqual(sentences);
    expect(sentences).toHaveLength(28);
  });
});
