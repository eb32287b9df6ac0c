import { inspect } from 'node:util';
import { of } from 'rxjs';
import {
  type ActivationContext,
  type ActorContext,
  ActorRef,
  MailboxRuntime,
} from '../../lib/runtime/index.js';
import { actor, handle, subscribe, thenable, Universe } from '../universe.js';
import { guarantee } from './guarantee.js';
import { byKey, Heard, Note, Open, Other } from './messages.js';
import { fail, nothing, types } from './reactions.js';

/** Everything that can be reached from a thing by reading: fields, getters, elements. */
function reachableFrom(root: unknown): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const waiting = [root];
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (((typeof next !== 'object' || next === null) && typeof next !== 'function') || seen.has(next))
      continue;
    seen.add(next);
    if (next instanceof Map || next instanceof Set) waiting.push(...[...next.entries()].flat());
    for (
      let holder: object | null = next;
      holder !== null && holder !== Object.prototype && holder !== Function.prototype;
      holder = Object.getPrototypeOf(holder) as object | null
    ) {
      for (const name of Reflect.ownKeys(holder)) waiting.push(read(next, name));
    }
  }
  return seen;
}

function read(thing: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(thing, name);
  } catch {
    return undefined;
  }
}

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

  it('nor do a handler that sends, a stream or a redrive', async () => {
    const secret = { password: 'swordfish' };
    const received: unknown[] = [];
    const universe: Universe = await Universe.of([
      actor('leaky', [handle(Note, () => secret), subscribe(Heard, () => Promise.resolve(secret))]),
      actor('caller', [
        handle(Open, async (_, context: ActorContext) => {
          received.push(context.tell(new Note()), context.publish(new Heard()));
          received.push(context.ref('leaky').tell(new Note(), context));
          received.push(await universe.runtime.deliver(new Note(), context));
        }),
      ]),
    ]);
    const { runtime } = universe;
    runtime.deadLetters.stream.subscribe((letter) => received.push(letter));
    received.push(runtime.tell(new Open()), runtime.publish(new Heard()));
    const receipt = await runtime.deliver(new Note());
    expect(Object.keys(receipt)).toEqual(['id', 'correlationId']);
    await universe.quiet();
    received.push(runtime.deadLetters.redrive(receipt.id));
    await universe.quiet();
    received.push(receipt, runtime.deadLetters.list(), await runtime.drain());
    expect(universe.totals).toMatchObject({ handled: 1, dead: 7 });
    expect(reachableFrom(received)).not.toContain(secret);
    expect(inspect(received, { depth: Infinity, showHidden: true })).not.toContain('swordfish');
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

    it.each<[string, (count: () => void) => () => unknown]>([
      [
        'a generator',
        (count) =>
          function* () {
            yield count();
          },
      ],
      [
        'an async generator',
        (count) =>
          async function* () {
            yield count();
          },
      ],
    ])('%s does not run, and is a value', async (_, of) => {
      let ran = 0;
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            of(() => (ran += 1)),
          ),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(ran).toBe(0);
      expect(universe.runtime.deadLetters.list().map(({ reason }) => reason)).toEqual(['returned-value']);
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
    const reached = [...reachableFrom(handed)];
    expect(reached.length).toBeGreaterThan(100);
    expect(reached.filter((thing) => thing instanceof Secret || thing === 'secret state')).toEqual([]);
  });

  it('the runtime has no member that asks for one', () => {
    expect(Object.getOwnPropertyNames(MailboxRuntime.prototype).toSorted()).toEqual([
      'activity',
      'constructor',
      'deadLetters',
      'deliver',
      'drain',
      'flow',
      'instrument',
      'publish',
      'ref',
      'register',
      'snapshot',
      'start',
      'state',
      'tell',
    ]);
    expect(Object.getOwnPropertyNames(ActorRef.prototype).toSorted()).toEqual([
      'constructor',
      'tell',
      'toString',
    ]);
  });
});
