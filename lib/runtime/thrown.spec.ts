import { actor, handle, Universe } from '../../test/universe.js';
import { ThrownValueError } from './thrown.js';

class Note {
  constructor(readonly n: number) {}
}

/** A value at which any look throws. */
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Revokes itself when somebody looks at it. */
function revokedOnSight(): object {
  const revocable = Proxy.revocable(
    {},
    {
      get() {
        revocable.revoke();
        return undefined;
      },
    },
  );
  return revocable.proxy;
}

/** A promise whose constructor can be read once. */
function shyPromise(): Promise<void> {
  let reads = 0;
  return Object.defineProperty(Promise.resolve(), 'constructor', {
    get() {
      reads += 1;
      if (reads > 1) throw new Error('boom');
      return Promise;
    },
  });
}

const raise = (thrown: unknown): never => {
  throw thrown; // oxlint-disable-line no-throw-literal -- what this file is about
};

/** Lets a handler do something strange with the first message, and answers with the universe after the second. */
async function after(act: () => unknown): Promise<Universe> {
  const universe = await Universe.of(
    actor('scribe', [handle(Note, ({ n }: Note) => (n === 1 ? (act() as undefined) : undefined))]),
  );
  universe.runtime.tell(new Note(1));
  universe.runtime.tell(new Note(2));
  await universe.quiet();
  return universe;
}

const errorOf = (universe: Universe): unknown => universe.runtime.deadLetters.list()[0]?.errors[0];

describe('what a handler throws', () => {
  it('is never the instance, also where an actor is a class of errors', async () => {
    class Vault extends Error {
      readonly gold = '8675309';
    }
    const universe = await Universe.of(
      actor('vault', [handle<Note, Vault>(Note, (_, __, self) => raise(self))], {
        classes: [Vault],
        create: () => new Vault(),
      }),
    );
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(errorOf(universe)).toBeInstanceOf(ThrownValueError);
    expect(errorOf(universe)).not.toHaveProperty('gold');
  });

  it('stays as it is when it is an Error', async () => {
    const error = new RangeError('too far');
    expect(errorOf(await after(() => raise(error)))).toBe(error);
  });

  const strange: readonly (readonly [string, unknown, string])[] = [
    ['an object', { answer: 42 }, 'Object'],
    ['a text', 'boom', '"boom"'],
    ['a number', 42, 'number'],
    ['null', null, 'null'],
    ['a proxy that was revoked', revoked(), 'object'],
  ];
  for (const [name, thrown, kind] of strange) {
    it(`is told and not kept when it is ${name}`, async () => {
      const universe = await after(() => raise(thrown));
      const error = errorOf(universe);
      expect(error).toBeInstanceOf(ThrownValueError);
      expect(error).not.toHaveProperty('cause');
      expect(error).toMatchObject({
        code: 'THROWN_VALUE',
        message: expect.stringContaining(
          `threw ${kind}, which is no Error; throw new Error('what failed'), or a class of yours`,
        ),
      });
      expect(universe.totals).toMatchObject({ accepted: 2, handled: 1, dead: 1, running: 0 });
    });
  }
});

/** An API's answer, taken into an Error field by field. */
class ApiError extends Error {
  constructor(body: string) {
    super();
    Object.assign(this, JSON.parse(body));
  }
}

describe('an error without a readable text', () => {
  const strange: readonly (readonly [string, () => Error])[] = [
    ['its message is no text', () => new ApiError('{ "message": { "toString": 1 } }')],
    ['its message is a symbol', () => Object.assign(new Error(), { message: Symbol('odd') })],
    [
      'its message throws',
      () => Object.defineProperty(new Error(), 'message', { get: () => raise(new Error('no')) }),
    ],
    [
      'its name throws',
      () => Object.defineProperty(new Error('x'), 'name', { get: () => raise(new Error('no')) }),
    ],
    ['it is a proxy', () => new Proxy(new Error('x'), { get: () => raise(new Error('no')) })],
  ];
  const ways: readonly (readonly [string, (make: () => Error) => unknown])[] = [
    ['thrown', (make) => raise(make())],
    ['rejected', async (make) => raise(make())],
  ];
  for (const [how, act] of ways) {
    it.each(strange)(`stalls nothing where it is ${how}: %s`, async (_, make) => {
      const universe = await after(() => act(make));
      expect(universe.reasons).toEqual(['handler-failed']);
      expect(universe.totals).toMatchObject({ accepted: 2, handled: 1, dead: 1, running: 0 });
      expect(universe.logger.texts().at(-1)).toContain('dead letter handler-failed: Note');
    });
  }

  it.each(strange)('refuses a message where keyBy throws it, and hurts no caller: %s', async (_, make) => {
    const universe = await Universe.of(
      actor('scribe', [handle(Note, () => undefined)], { keyBy: () => raise(make()) }),
    );
    universe.runtime.tell(new Note(1));
    expect(universe.reasons).toEqual(['invalid-key']);
    await expect(universe.runtime.deliver(new Note(1))).rejects.toMatchObject({ code: 'INVALID_KEY' });
  });

  it.each(strange)('is logged where a subscriber throws it: %s', async (_, make) => {
    const universe = await Universe.of([]);
    universe.runtime.deadLetters.stream.subscribe(() => raise(make()));
    universe.runtime.tell(new Note(1));
    expect(universe.logger.texts().join()).toContain('a subscriber of');
  });
});

it('what has no text where a text belongs is refused or described, and throws at nobody', async () => {
  const odd = JSON.parse('{ "toString": 1 }') as string;
  const universe = await Universe.of(
    actor('scribe', [handle(Note, () => undefined)], { keyBy: () => 'one' }),
  );
  const { runtime } = universe;
  runtime.ref('scribe', odd).tell(new Note(1));
  runtime.tell(new Note(1), { id: odd, correlationId: odd, headers: { tenant: odd } });
  await expect(runtime.deliver(new Note(1), { key: odd })).rejects.toMatchObject({ code: 'INVALID_KEY' });
  await universe.quiet();
  expect(universe.reasons).toEqual(['invalid-key']);
  expect(universe.totals).toMatchObject({ told: 3, handled: 1, refused: 2 });
});

describe('a callback of the application that is async', () => {
  it('is logged where it is a subscriber, and rejects', async () => {
    const universe = await Universe.of([]);
    const save = async (): Promise<void> => raise(new Error('no database'));
    // oxlint-disable-next-line typescript/no-misused-promises -- what this test is about
    universe.runtime.deadLetters.stream.subscribe(save);
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(universe.logger.texts().join()).toContain('no database');
  });

  it('is no key where it is keyBy, and rejects', async () => {
    const keyBy = (async () => raise(new Error('no key'))) as unknown as () => string;
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)], { keyBy }));
    universe.runtime.tell(new Note(1));
    await universe.quiet();
    expect(universe.reasons).toEqual(['invalid-key']);
  });
});

describe('a lifetime', () => {
  it.each([-Infinity, -1e300])('that leads out of the calendar is over: %d', async (ttlMs) => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    universe.runtime.tell(new Note(1), { ttlMs });
    await universe.quiet();
    expect(universe.reasons).toEqual(['expired']);
  });

  it('is a number, also where it comes as a text', async () => {
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]));
    universe.runtime.tell(new Note(1), { ttlMs: '0' as unknown as number });
    await universe.quiet();
    expect(universe.reasons).toEqual(['expired']);
  });
});

it('a class whose name is no text is told as any other that nobody handles', async () => {
  class Odd {
    static readonly name = Symbol('odd') as unknown as string;
  }
  const universe = await Universe.of([]);
  universe.runtime.tell(new Odd());
  universe.runtime.publish(new Odd());
  expect(universe.reasons).toEqual(['no-recipient']);
  await expect(universe.runtime.deliver(new Odd())).rejects.toMatchObject({ code: 'NO_RECIPIENT' });
});

describe('a value that does not want to be looked at', () => {
  const strange: readonly (readonly [string, () => unknown, string])[] = [
    ['a proxy that is revoked when it is looked at', revokedOnSight, 'returned-value'],
    ['an async one', async () => revokedOnSight(), 'returned-value'],
    ['a promise whose constructor throws', shyPromise, 'handler-failed'],
  ];
  for (const [name, act, reason] of strange) {
    it(`stalls nothing: ${name}`, async () => {
      const universe = await after(act);
      expect(universe.reasons).toEqual([reason]);
      expect(universe.totals).toMatchObject({ accepted: 2, handled: 1, dead: 1, running: 0 });
    });
  }

  it('stalls nothing when a message changes its class on the way', async () => {
    class Other {}
    const universe = await Universe.of(actor('scribe', [handle(Note, () => undefined)]), { freeze: 'off' });
    const note = new Note(1);
    universe.runtime.tell(note);
    Object.assign(note, { constructor: Other });
    universe.runtime.tell(new Note(2));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ accepted: 2, handled: 2, dead: 0, running: 0 });
  });

  it('is refused as a message where messages are frozen', async () => {
    class Bytes extends Uint8Array {}
    const universe = await Universe.of(actor('scribe', [handle(Bytes, () => undefined)]), {
      freeze: 'always',
    });
    universe.runtime.tell(new Bytes(8));
    expect(universe.reasons).toEqual(['invalid-message']);
    expect(errorOf(universe)).toHaveProperty('message', expect.stringContaining('Bytes cannot be frozen'));
  });

  it('has no say in what its kind is called', async () => {
    const universe = await after(() => ({ [Symbol.toStringTag]: 'Answer42' }));
    expect(errorOf(universe)).toMatchObject({ kind: 'Object' });
  });
});
