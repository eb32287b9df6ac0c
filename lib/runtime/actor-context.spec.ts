import type { ActivationContext, ActorContext } from './actor-context.js';
import { StaleContextError } from './errors.js';
import { actor, Gate, handle, subscribe, Universe } from '../../test/universe.js';

class Note {
  constructor(
    readonly n = 0,
    readonly key = 'a',
  ) {}
}
class Heard {}
class Other {}
class Open {}

describe('ActorContext', () => {
  it('has the envelope: the message and the facts of its delivery', async () => {
    const contexts: ActorContext[] = [];
    const universe = await Universe.of(
      actor('order', [handle(Note, (_, context) => void contexts.push(context))], {
        keyBy: ({ key }: Note) => key,
      }),
    );
    universe.clock.advance(5);
    const note = new Note(1, 'order/42');
    universe.runtime.tell(note, { correlationId: 'c', causationId: 'd', headers: { tenant: 't' } });
    await universe.quiet();
    const [context] = contexts as [ActorContext];
    expect(context.envelope).toEqual({
      id: 'm-1',
      type: 'Note',
      to: 'mailbox://order/order%2F42',
      key: 'order/42',
      from: undefined,
      correlationId: 'c',
      causationId: 'd',
      time: 5,
      attempt: 1,
      redriven: 0,
      headers: { tenant: 't' },
      message: note,
    });
    expect(context.key).toBe('order/42');
    expect(String(context.self)).toBe('mailbox://order/order%2F42');
  });

  it('writes log lines that carry actor, key, message type and id, whatever facts the handler adds', async () => {
    const universe = await Universe.of([
      actor(
        'order',
        [
          handle(Note, (_, { logger }) => {
            logger.debug('one');
            logger.log('two', { amount: 3 });
            logger.warn('three', { id: 'mine', key: 'mine', type: 'mine', actor: 'mine' });
            logger.error('four');
          }),
        ],
        {
          keyBy: ({ key }: Note) => key,
          create: () => ({ onActivate: (context: ActivationContext) => context.logger.log('activated') }),
        },
      ),
      actor('single', [handle(Other, (_, { logger }) => logger.log('single', { key: 'mine' }))]),
    ]);
    universe.runtime.tell(new Note(), { id: 'x' });
    universe.runtime.tell(new Other());
    await universe.quiet();
    const facts = { actor: 'order', key: 'a', type: 'Note', id: 'x' };
    expect(universe.logger.lines).toEqual([
      { level: 'log', text: 'activated', facts: { actor: 'order', key: 'a' } },
      { level: 'debug', text: 'one', facts },
      { level: 'log', text: 'two', facts: { ...facts, amount: 3 } },
      { level: 'warn', text: 'three', facts },
      { level: 'error', text: 'four', facts },
      { level: 'log', text: 'single', facts: { actor: 'single', type: 'Other', id: 'm-1', key: 'mine' } },
    ]);
  });

  it('makes an abort signal only if it is read, and one that is aborted if it is read too late', async () => {
    let late: AbortSignal | undefined;
    const gate = new Gate();
    const universe = await Universe.of(
      actor('scribe', [
        handle(
          Note,
          async (_, context) => {
            await gate.opened;
            late = context.signal;
          },
          { timeoutMs: 10 },
        ),
      ]),
    );
    universe.runtime.tell(new Note());
    await universe.advance(10);
    gate.open();
    await universe.quiet();
    expect(late?.aborted).toBe(true);
    expect(late?.reason).toMatchObject({ name: 'HandlerTimeoutError' });
  });

  describe('when its attempt has ended', () => {
    const leave = async (react: (context: ActorContext) => unknown): Promise<[Universe, ActorContext]> => {
      const contexts: ActorContext[] = [];
      const universe = await Universe.of([
        actor('order', [handle(Note, (_, context) => react((contexts.push(context), context)))], {
          keyBy: ({ key }: Note) => key,
        }),
        actor('listener', [subscribe(Heard, () => undefined)]),
      ]);
      universe.runtime.tell(new Note());
      await universe.quiet();
      return [universe, contexts[0] as ActorContext];
    };
    const ends: Record<string, () => unknown> = {
      handled: () => undefined,
      failed: () => {
        throw new Error('no');
      },
      'rejected, for': () => Promise.reject(new Error('no')),
    };

    for (const [how, react] of Object.entries(ends)) {
      it(`(${how} good) makes dead letters stale-context of what it is told to send, by any verb`, async () => {
        const [universe, context] = await leave(react);
        const before = universe.totals;
        context.tell(new Note(2));
        context.publish(new Heard());
        context.ref('order', 'b').tell(new Note(3), context);
        universe.runtime.tell(new Note(4), context);
        universe.runtime.publish(new Heard(), context);
        await expect(universe.runtime.deliver(new Note(5), context)).rejects.toThrow(StaleContextError);
        await universe.quiet();
        expect(universe.reasons.filter((reason) => reason === 'stale-context')).toHaveLength(5);
        expect(universe.logger.texts('warn').filter((text) => text.includes('stale-context'))).toHaveLength(
          5,
        );
        expect(universe.totals).toMatchObject({
          told: before.told + 6,
          refused: before.refused + 6,
          accepted: before.accepted,
        });
      });
    }

    it('stays stale while the message that it set aside is handled again', async () => {
      const contexts: ActorContext[] = [];
      const universe = await Universe.of([
        actor('order', [
          handle(Note, (_, context) => {
            contexts.push(context);
            if (contexts.length === 1) context.stash();
            else contexts[0]?.tell(new Other());
          }),
          handle(Open, (_, context) => context.unstashAll()),
        ]),
      ]);
      universe.runtime.tell(new Note());
      universe.runtime.tell(new Open());
      await universe.quiet();
      expect(contexts).toHaveLength(2);
      expect(universe.reasons).toEqual(['stale-context']);
    });

    it('throws when it is to schedule, stash, unstash or passivate', async () => {
      const [, context] = await leave(() => undefined);
      for (const misuse of [
        () => context.schedule.once('a', 1, new Note()),
        () => context.schedule.every('a', 1, new Note()),
        () => context.schedule.cancel('a'),
        () => context.stash(),
        () => context.unstashAll(),
        () => context.passivate(),
      ])
        expect(misuse).toThrow(StaleContextError);
    });

    it('can still be read', async () => {
      const [universe, context] = await leave(() => undefined);
      universe.runtime.tell(new Note(7));
      await universe.quiet();
      expect(context.envelope).toMatchObject({ id: 'm-1', attempt: 1, message: new Note(0) });
      expect(context.key).toBe('a');
      expect(String(context.self)).toBe('mailbox://order/a');
      expect(context.signal.aborted).toBe(false);
      context.logger.log('late');
      expect(universe.logger.lines.at(-1)?.facts).toMatchObject({ id: 'm-1' });
    });

    it('is stale between two attempts, and in the next one', async () => {
      const contexts: ActorContext[] = [];
      const seen: number[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(
            Note,
            (_, context) => {
              contexts.push(context);
              contexts[0]?.tell(new Other());
              if (contexts.length === 1) throw new Error('once');
            },
            { retry: { attempts: 2, backoffMs: 100, jitter: false } },
          ),
          handle(Other, () => void seen.push(1)),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      contexts[0]?.tell(new Other());
      await universe.advance(100);
      expect(seen).toEqual([1]);
      expect(universe.reasons).toEqual(['stale-context', 'stale-context']);
    });

    it('may be sent again by its id, not by a filter', async () => {
      const [universe, context] = await leave(() => undefined);
      context.tell(new Note(2), { id: 'x' });
      expect(universe.runtime.deadLetters.redrive({})).toBe(0);
      expect(universe.runtime.deadLetters.redrive('x')).toBe(1);
      await universe.quiet();
      expect(universe.totals.handled).toBe(2);
    });
  });

  describe('schedule', () => {
    it('refuses a message that its actor has no handler for, and a time that is none', async () => {
      const errors: unknown[] = [];
      const universe = await Universe.of(
        actor('scribe', [
          handle(Note, (_, { schedule }) => {
            for (const misuse of [
              () => schedule.once('a', 1, new Other()),
              () => schedule.every('a', -1, new Note()),
              () => schedule.once('a', NaN, new Note()),
              () => schedule.once('a', Infinity, new Note()),
            ]) {
              try {
                misuse();
              } catch (error) {
                errors.push((error as Error).message);
              }
            }
          }),
        ]),
      );
      universe.runtime.tell(new Note());
      await universe.quiet();
      expect(errors).toEqual([
        'ScribeActor schedules Other and has no handler for it; add one',
        'context.schedule.every takes milliseconds, 0 or more; got -1',
        'context.schedule.once takes milliseconds, 0 or more; got NaN',
        'context.schedule.once takes milliseconds, 0 or more; got Infinity',
      ]);
      expect(universe.clock.pending).toBe(0);
    });
  });
});

describe('a context that is used in the wrong way', () => {
  /** What a handler's use of its context throws, if anything. */
  async function thrownIn(use: (context: ActorContext) => void, keyed = false): Promise<readonly unknown[]> {
    const thrown: unknown[] = [];
    const universe = await Universe.of(
      actor(
        'order',
        [
          handle(Note, (_, context) => {
            try {
              use(context);
            } catch (error) {
              thrown.push(error);
            }
          }),
        ],
        keyed ? { keyBy: ({ key }: Note) => key } : {},
      ),
    );
    universe.runtime.tell(new Note());
    await universe.quiet();
    return [...thrown, ...universe.logger.texts('warn')];
  }

  it.each(['tell', 'publish', 'ref', 'stash', 'unstashAll', 'passivate'] as const)(
    'says so when %s is taken off it',
    async (member) => {
      const [error] = await thrownIn((context) => {
        const taken = context[member] as (argument: unknown) => void;
        taken(new Note());
      });
      expect(error).toEqual(
        new TypeError(`context.${member} was taken off its context; call it as context.${member}(...)`),
      );
    },
  );

  it('refuses a timer without a name, and a tick that is no message', async () => {
    const odd = [
      [1, 5, new Note(), /takes the name of the timer first; got a number/],
      ['t', 5, undefined, /takes a message, an instance of its class/],
      ['t', 5, { n: 1 }, /takes a message, an instance of its class/],
      ['t', -5, new Note(), /takes milliseconds, 0 or more; got -5/],
    ] as const;
    for (const [name, ms, message, text] of odd) {
      for (const member of ['once', 'every'] as const) {
        const [error] = await thrownIn(({ schedule }) =>
          schedule[member](name as string, ms, message as object),
        );
        expect((error as Error).message).toMatch(text);
      }
    }
  });

  it('warns once when an actor without a key wants to be passivated', async () => {
    const said = await thrownIn((context) => {
      context.passivate();
      context.passivate();
    });
    expect(said).toEqual([
      'context.passivate() does nothing at mailbox://order: an actor without a key has one instance for good; give it a keyBy',
    ]);
    expect(await thrownIn((context) => context.passivate(), true)).toEqual([]);
  });

  it.each(['onActivate', 'onDeactivate'] as const)('is stale when %s has settled', async (hook) => {
    const contexts: ActivationContext[] = [];
    const universe = await Universe.of([
      actor('order', [handle(Note, (_, context) => context.passivate())], {
        keyBy: ({ key }: Note) => key,
        create: () => ({ [hook]: (context: ActivationContext) => void contexts.push(context) }),
      }),
      actor('other', [handle(Other, () => undefined)]),
    ]);
    universe.runtime.tell(new Note());
    await universe.quiet();
    const [kept] = contexts as [ActivationContext];
    kept.tell(new Other());
    expect(() => kept.schedule.once('late', 1, new Note())).toThrow(StaleContextError);
    expect(universe.reasons).toEqual(['stale-context']);
  });

  it('of a lifecycle method has a class that nobody can put another parent under', async () => {
    let context: object | undefined;
    await Universe.of(
      actor('order', [], { create: () => ({ onActivate: (given: object) => void (context = given) }) }),
    );
    const HookContext = context?.constructor as object;
    expect(() => Object.setPrototypeOf(HookContext, class Evil {})).toThrow(TypeError);
  });
});
