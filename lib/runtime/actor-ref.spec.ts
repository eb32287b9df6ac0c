import { actor, handle, subscribe, Universe } from '../../test/universe.js';
import { ActorRef } from './actor-ref.js';
import { UnknownActorError } from './errors.js';

class Note {
  constructor(readonly key = 'a') {}
}
class Heard {
  constructor(readonly key = 'a') {}
}
class Other {}
class OrderActor {}

const byKey = { keyBy: ({ key }: { key: string }) => key };

describe('ActorRef', () => {
  let universe: Universe;
  const seen: [string, string | undefined][] = [];

  beforeEach(async () => {
    seen.length = 0;
    universe = await Universe.of([
      actor(
        'order',
        [
          handle(Note, (_, { key }) => void seen.push(['note', key])),
          subscribe(Heard, (_, { key }) => void seen.push(['heard', key])),
        ],
        { ...byKey, classes: [OrderActor] },
      ),
      actor('other', [subscribe(Heard, () => void seen.push(['other', undefined]))]),
      actor('single', [handle(Other, () => void seen.push(['single', undefined]))]),
    ]);
  });

  it('is found by name and by class', () => {
    for (const target of ['order', OrderActor] as const) {
      const ref = universe.runtime.ref(target, 'order 42');
      expect(ref).toBeInstanceOf(ActorRef);
      expect(String(ref)).toBe('mailbox://order/order%2042');
    }
    expect(String(universe.runtime.ref(OrderActor))).toBe('mailbox://order');
  });

  it('is refused for an actor that there is not', () => {
    class Missing {}
    expect(() => universe.runtime.ref('missing')).toThrow(UnknownActorError);
    expect(() => universe.runtime.ref(Missing)).toThrow(/no actor Missing; provide it in a module/);
  });

  it('names the key, before the options and keyBy do', async () => {
    universe.runtime.ref('order', 'of the ref').tell(new Note('of the message'), { key: 'of the options' });
    universe.runtime.ref('order').tell(new Note('of the message'), { key: 'of the options' });
    universe.runtime.ref('order').tell(new Note('of the message'));
    universe.runtime.ref('order', '').tell(new Note('of the message'));
    await universe.quiet();
    expect(new Set(seen.map(([, key]) => key))).toEqual(
      new Set(['', 'of the message', 'of the options', 'of the ref']),
    );
  });

  it('reaches an owner or a subscriber, and only the one it names', async () => {
    universe.runtime.ref('order').tell(new Heard());
    await universe.quiet();
    expect(seen).toEqual([['heard', 'a']]);
  });

  it('makes a dead letter unhandled of what its actor does not take', () => {
    universe.runtime.ref('single').tell(new Note());
    expect(universe.runtime.deadLetters.list()).toMatchObject([
      {
        reason: 'unhandled',
        errors: [
          { message: 'SingleActor has no handler for Note; add one, or tell the actor that owns Note' },
        ],
        envelope: { to: 'mailbox://single' },
      },
    ]);
  });

  it('makes a dead letter invalid-key of a key for an actor that has none', () => {
    universe.runtime.ref('single', 'x').tell(new Other());
    universe.runtime.tell(new Other(), { key: 'x' });
    expect(universe.reasons).toEqual(['invalid-key', 'invalid-key']);
  });

  it('has nothing but tell and its text', () => {
    const ref = universe.runtime.ref('order');
    expect(Reflect.ownKeys(ref)).toEqual([]);
    expect(ref.tell(new Note()) as unknown).toBeUndefined();
  });

  it('finds the next instance of its key when the one that it knew is gone', async () => {
    class Leave {}
    const numbers: number[] = [];
    let made = 0;
    universe.runtime.register([
      actor(
        'guest',
        [
          handle(Leave, (_, context, self: { number: number }) => {
            numbers.push(self.number);
            context.passivate();
          }),
        ],
        { keyBy: () => 'of the message', create: () => ({ number: (made += 1) }) },
      ),
    ]);
    const ref = universe.runtime.ref('guest', 'k');
    for (let left = 3; left > 0; left -= 1) {
      ref.tell(new Leave());
      await universe.quiet();
    }
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('is a dead letter invalid-key where its key is no string', async () => {
    universe.runtime.ref('order', 42 as never).tell(new Note());
    await universe.quiet();
    expect([universe.reasons, seen]).toEqual([['invalid-key'], []]);
  });

  it('in a context is of the actor itself, or of another one', async () => {
    class Ask {}
    const texts: string[] = [];
    universe.runtime.register([
      actor(
        'asker',
        [
          handle(
            Ask,
            (_, context) => void texts.push(String(context.self), String(context.ref('order', 'b'))),
          ),
        ],
        { keyBy: () => 'k' },
      ),
    ]);
    universe.runtime.tell(new Ask());
    await universe.quiet();
    expect(texts).toEqual(['mailbox://asker/k', 'mailbox://order/b']);
  });
});

describe('odd keys', () => {
  const odd = [
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    '/',
    ':',
    '%',
    '🦉',
    'ä',
    '\u0000',
    'x'.repeat(1_024),
    'NaN',
    '-0',
  ];

  it('are instances of their own, found again by each of the ways to name them', async () => {
    const counts = new Map<string, number>();
    const universe = await Universe.of(
      actor(
        'order',
        [handle(Note, (_, { key }, self: { n: number }) => void counts.set(key as string, (self.n += 1)))],
        {
          ...byKey,
          create: () => ({ n: 0 }),
        },
      ),
    );
    for (const key of odd) {
      universe.runtime.tell(new Note(key));
      universe.runtime.tell(new Note(), { key });
      universe.runtime.ref('order', key).tell(new Note());
    }
    await universe.quiet();
    expect(counts).toEqual(new Map(odd.map((key) => [key, 3])));
    expect(universe.runtime.snapshot().actors['order']?.instances).toBe(odd.length);
  });

  for (const [what, key] of [
    ['a number', 42],
    ['null', null],
    ['undefined', undefined],
    ['an object', {}],
    ['a String', Object('text')],
    ['a promise', Promise.resolve('a')],
  ] as const) {
    it(`are no keys at all when keyBy gives ${what}`, async () => {
      const universe = await Universe.of(
        actor('order', [handle(Note, () => undefined)], { keyBy: (() => key) as never }),
      );
      universe.runtime.tell(new Note());
      expect(universe.reasons).toEqual(['invalid-key']);
      await expect(universe.runtime.deliver(new Note())).rejects.toMatchObject({
        code: 'INVALID_KEY',
        httpStatus: 400,
      });
    });
  }

  it('are no keys when keyBy throws', async () => {
    const universe = await Universe.of(
      actor('order', [handle(Note, () => undefined)], {
        keyBy: () => {
          throw new Error('no');
        },
      }),
    );
    universe.runtime.tell(new Note());
    expect(universe.runtime.deadLetters.list()).toMatchObject([
      { reason: 'invalid-key', errors: [{ cause: new Error('no') }], envelope: { to: 'mailbox://order' } },
    ]);
    expect(universe.runtime.deadLetters.redrive({})).toBe(0);
  });
});
