import { jest } from '@jest/globals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { actor, handle, thrownBy, Universe } from '../../test/universe.js';
import { InvalidMessageError } from './errors.js';
import {
  declareMessage,
  type DefinedMessageClass,
  defineMessage,
  isPlainObject,
  messageFrom,
  messageTypeOf,
  validateMessage,
} from './message.js';

interface Order {
  orderId: string;
  lines: { sku: string; quantity: number }[];
}

const schemas = {
  zod: () =>
    z.object({
      orderId: z.string(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.number().int().positive() })),
    }),
  valibot: () =>
    v.object({
      orderId: v.string(),
      lines: v.array(v.object({ sku: v.string(), quantity: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
    }),
  arktype: () =>
    type({ orderId: 'string', lines: type({ sku: 'string', quantity: 'number.integer>0' }).array() }),
};

const makers: Record<string, () => DefinedMessageClass<'orders.place', Order>> = {
  zod: () => defineMessage('orders.place', schemas.zod()),
  valibot: () => defineMessage('orders.place', schemas.valibot()),
  arktype: () => defineMessage('orders.place', schemas.arktype()),
};

const fieldsOf = (message: object): object => Object.fromEntries(Object.entries(message));

const good: Order = { orderId: 'o-1', lines: [{ sku: 'a', quantity: 1 }] };
const bad = { orderId: 'o-1', lines: [{ sku: 'a', quantity: 0 }] };

describe('defineMessage', () => {
  for (const [name, make] of Object.entries(makers)) {
    describe(`with ${name}`, () => {
      class PlaceOrder extends make() {}

      it('makes instances of the class from good data, by new and by from', () => {
        for (const message of [new PlaceOrder(good), PlaceOrder.from(good)]) {
          expect(message).toBeInstanceOf(PlaceOrder);
          expect(fieldsOf(message)).toEqual(good);
          expect(messageTypeOf(PlaceOrder)).toBe('orders.place');
        }
      });

      it('refuses bad data, naming each issue and its path', () => {
        const error = thrownBy(() => PlaceOrder.from(bad)) as InvalidMessageError;
        expect(error).toBeInstanceOf(InvalidMessageError);
        expect(error).toMatchObject({ type: 'orders.place', httpStatus: 400 });
        expect(error.issues.map(({ path }) => path.join('.'))).toEqual(['lines.0.quantity']);
        expect(error.message).toMatch(/^orders\.place is not valid: lines\.0\.quantity: ./);
        for (const data of [undefined, null, 42, 'text', [], {}])
          expect(() => PlaceOrder.from(data)).toThrow(InvalidMessageError);
      });

      it('trusts new, and deliver checks what from has not', async () => {
        const seen: object[] = [];
        const universe = await Universe.of(
          actor('order', [handle(PlaceOrder, (message) => void seen.push(message))]),
        );
        const wrong = new PlaceOrder(bad);
        await expect(universe.runtime.deliver(wrong)).rejects.toThrow(InvalidMessageError);
        await universe.runtime.deliver(new PlaceOrder(good));
        universe.runtime.tell(wrong);
        await universe.quiet();
        expect(seen.map(fieldsOf)).toEqual([good, bad]);
        expect(universe.totals).toMatchObject({ told: 3, refused: 1, handled: 2 });
        expect(universe.runtime.deadLetters.size).toBe(0);
      });
    });
  }

  it('says what to do where nothing is made into a message, as a ValidationPipe does', () => {
    class PlaceOrder extends defineMessage('orders.place', schemas.zod()) {}
    const Untyped = PlaceOrder as unknown as new (data?: unknown) => object;
    for (const [data, given] of [
      [undefined, 'undefined'],
      [null, 'null'],
      ['o-1', 'string'],
    ] as const) {
      expect(() => new Untyped(data)).toThrow(
        new TypeError(
          `new PlaceOrder(...) takes the fields of the message; got ${given}. Of a request's body, declared as unknown, PlaceOrder.from(body) makes one`,
        ),
      );
    }
  });

  it('keeps what the schema has made of the data, and nothing else', () => {
    class Placed extends defineMessage(
      'placed',
      z.object({ n: z.coerce.number(), name: z.string().trim() }),
    ) {}
    expect(fieldsOf(Placed.from({ n: '7', name: ' a ', more: true }))).toEqual({ n: 7, name: 'a' });
  });

  it('lets no field change what an object is', () => {
    class Loose extends defineMessage('loose', z.looseObject({ n: z.number() })) {}
    const data: unknown = JSON.parse(
      '{ "n": 1, "__proto__": { "isAdmin": true }, "constructor": { "name": "x" } }',
    );
    const message = Loose.from(data) as Loose & { isAdmin?: boolean };
    expect(message.isAdmin).toBeUndefined();
    expect(message).toBeInstanceOf(Loose);
    expect(message.constructor).toBe(Loose);
    expect(Object.keys(message)).toEqual(['n']);
    expect(Object.keys(new Loose(data as { n: number }))).toEqual(['n']);
  });

  it('gives a subclass with members of its own instances of that subclass', () => {
    class Named extends defineMessage('named', z.object({ name: z.string() })) {
      get greeting(): string {
        return `hello ${this.name}`;
      }
    }
    expect(Named.from({ name: 'ann' }).greeting).toBe('hello ann');
  });

  it('refuses fields named like members of the class, whatever the schema lets through', () => {
    let asked = 0;
    class Pay extends defineMessage('pay', type({ cents: 'number' })) {
      get euros(): number {
        asked += 1;
        return this.cents / 100;
      }
      isSmall(): boolean {
        return this.cents < 100;
      }
    }
    const data = { cents: 5, euros: 1, isSmall: 1, toString: 1, note: 'kept' };
    const refused = thrownBy(() => Pay.from(data)) as InvalidMessageError;
    expect(refused).toBeInstanceOf(InvalidMessageError);
    const message =
      'is the name of a member of pay, and so of no field; leave it out, or let the schema do so';
    expect(refused.issues).toEqual(
      ['euros', 'isSmall', 'toString'].map((name) => ({ path: [name], message })),
    );
    expect(thrownBy(() => new Pay(data))).toEqual(refused);
    expect(asked).toBe(0);
    expect(fieldsOf(Pay.from({ cents: 5, note: 'kept' }))).toEqual({ cents: 5, note: 'kept' });
  });

  /** The smallest Standard Schema there is. */
  const schema = (
    validate: (
      data: unknown,
    ) => StandardSchemaV1.Result<{ n: number }> | Promise<StandardSchemaV1.Result<{ n: number }>>,
  ): StandardSchemaV1<{ n: number }, { n: number }> => ({
    '~standard': { version: 1, vendor: 'test', validate },
  });

  it('refuses, naming it, a schema that answers with a promise, whose rejection harms nobody', async () => {
    class Slow extends defineMessage(
      'slow',
      z.object({ n: z.number() }).refine(async () => true),
    ) {}
    class Late extends defineMessage(
      'late',
      schema(() => Promise.reject(new Error('no'))),
    ) {}
    expect(() => Slow.from({ n: 1 })).toThrow('the schema of slow answers with a promise');
    const universe = await Universe.of(
      actor('order', [handle(Slow, () => undefined), handle(Late, () => undefined)]),
      { validate: 'always' },
    );
    await expect(universe.runtime.deliver(new Late({ n: 1 }))).rejects.toThrow(/late answers with a promise/);
    universe.runtime.tell(new Slow({ n: 1 }));
    universe.runtime.tell(new Late({ n: 1 }));
    expect(universe.reasons).toEqual(['invalid-message', 'invalid-message']);
    await universe.quiet();
  });

  it('makes invalid what a schema throws at', async () => {
    class Odd extends defineMessage(
      'odd',
      schema(() => {
        throw new Error('broken');
      }),
    ) {}
    const universe = await Universe.of(actor('order', [handle(Odd, () => undefined)]));
    await expect(universe.runtime.deliver(new Odd({ n: 1 }))).rejects.toMatchObject({
      message: 'the schema of odd threw; see the cause of this error',
      cause: new Error('broken'),
    });
  });

  it('lets a schema of a record check a message, which is no plain object', () => {
    class Bag extends defineMessage('bag', z.record(z.string(), z.number())) {}
    expect(() => validateMessage(new Bag({ a: 1 }))).not.toThrow();
    expect(() => validateMessage(new Bag({ a: 'x' as never }))).toThrow(InvalidMessageError);
  });

  describe('once it has accepted a message', () => {
    const check = jest.fn((data: unknown) => ({ value: data as { n: number } }));
    class Checked extends defineMessage('checked', schema(check)) {}
    class Sealed extends Checked {
      constructor(data: { n: number }) {
        super(data);
        Object.freeze(this);
      }
    }
    beforeEach(() => check.mockClear());

    it.each([Checked, Sealed])('does not check it again: %p', (messageClass) => {
      const made = messageClass.from({ n: 1 });
      const given = new messageClass({ n: 1 });
      for (const message of [made, given, made, given]) validateMessage(message);
      expect(check).toHaveBeenCalledTimes(2);
    });

    it('checks a copy of it, whatever that takes along', () => {
      const made = Checked.from({ n: 1 });
      const copy = Object.create(
        Checked.prototype as object,
        Object.getOwnPropertyDescriptors(made),
      ) as object;
      validateMessage(copy);
      expect(check).toHaveBeenCalledTimes(2);
    });

    it('leaves nothing on it that can be seen', () => {
      expect(Reflect.ownKeys(Checked.from({ n: 1 }))).toEqual(['n']);
    });
  });

  it('is shared by a subclass, unless that declares its own', () => {
    class Base extends defineMessage('base', z.object({ n: z.number() })) {}
    class Same extends Base {}
    class Own extends Base {}
    declareMessage(Own, { type: 'own' });
    class Plain {}
    expect([Base, Same, Own, Plain].map((one) => messageTypeOf(one))).toEqual([
      'base',
      'base',
      'own',
      'Plain',
    ]);
    expect(() => validateMessage(new Own({ n: 'x' as never }))).toThrow(/^own is not valid/); // the schema stays its parent's
    expect(() => validateMessage(new Same({ n: 'x' as never }))).toThrow(InvalidMessageError);
  });
});

describe('the option validate', () => {
  class Note extends defineMessage('note', z.object({ n: z.number() })) {}
  const wrong = (): Note => new Note({ n: 'x' as never });

  for (const [validate, delivered, told] of [
    ['edge', 'refused', 'accepted'],
    ['always', 'refused', 'refused'],
    ['off', 'accepted', 'accepted'],
  ] as const) {
    it(`${validate}: a wrong message that is delivered is ${delivered}, one that is told is ${told}`, async () => {
      const universe = await Universe.of(actor('order', [handle(Note, () => undefined)]), { validate });
      universe.runtime.tell(wrong());
      expect(universe.totals[told]).toBe(1);
      expect(universe.reasons).toEqual(told === 'refused' ? ['invalid-message'] : []);
      await universe.runtime.deliver(wrong()).catch(() => undefined);
      expect(universe.totals[delivered]).toBe(delivered === told ? 2 : 1);
      await universe.quiet();
    });
  }
});

describe('a plain object', () => {
  it('is one that a literal or a parser made', () => {
    expect(
      [{}, [], Object.create(null), JSON.parse('{}')].map((value) => isPlainObject(value as object)),
    ).toEqual(Array(4).fill(true));
    expect([new (class Note {})(), new Date(), new Map()].map(isPlainObject)).toEqual([false, false, false]);
  });

  it('is no message: the dead letter, and the error of deliver, say what to do', async () => {
    const { runtime } = await Universe.of([]);
    runtime.tell({ orderId: 'o-1' });
    const [letter] = runtime.deadLetters.list();
    expect(letter).toMatchObject({
      reason: 'invalid-message',
      errors: [{ message: expect.stringContaining('new PlaceOrder(body)') as string, httpStatus: 400 }],
    });
    await expect(runtime.deliver({ orderId: 'o-1' })).rejects.toThrow('PlaceOrder.from(body)');
  });

  it('may say of itself what it likes', async () => {
    const { runtime } = await Universe.of(actor('order', []));
    for (const odd of [
      '{ "constructor": "x" }',
      '{ "constructor": { "name": "Note" } }',
      '{ "__proto__": 1 }',
      '{ "then": 1 }',
    ]) {
      runtime.tell(JSON.parse(odd) as object);
      runtime.publish(JSON.parse(odd) as object);
      runtime.ref('order').tell(JSON.parse(odd) as object);
      await expect(runtime.deliver(JSON.parse(odd) as object)).rejects.toThrow(InvalidMessageError);
    }
    expect(new Set(runtime.deadLetters.list().map(({ reason }) => reason))).toEqual(
      new Set(['invalid-message']),
    );
  });
});

describe('messageFrom', () => {
  const schema = z.object({ orderId: z.string() });
  class Defined extends defineMessage('defined', schema) {
    readonly isLarge = true;
  }
  class Plain {
    constructor(readonly orderId: string) {
      if (typeof orderId !== 'string') throw new Error('the constructor ran');
    }
    describe(): string {
      return `order ${this.orderId}`;
    }
  }
  declareMessage(Plain, { type: 'plain', schema });

  it('makes an instance of a plain class without its constructor', () => {
    const message = messageFrom(Plain, { orderId: 'o-1' });
    expect(message).toBeInstanceOf(Plain);
    expect((message as Plain).describe()).toBe('order o-1');
  });

  it('makes an instance of a defined class, with what its subclass adds', () => {
    class Renamed extends Defined {}
    declareMessage(Renamed, { type: 'renamed' });
    expect(messageFrom(Renamed, { orderId: 'o-1' })).toEqual(
      Object.assign(new Renamed({ orderId: 'o-1' }), { isLarge: true }),
    );
  });

  it('refuses data that would hide a method of a plain class', () => {
    class Loose {
      describe(): string {
        return 'a method';
      }
    }
    declareMessage(Loose, { type: 'loose-plain', schema: z.looseObject({}) });
    expect(() => messageFrom(Loose, { describe: 'data' })).toThrow(
      'describe: is the name of a member of loose-plain',
    );
  });

  it.each([Defined, Plain])('refuses what the schema of %p refuses', (messageClass) => {
    expect(() => messageFrom(messageClass, { orderId: 1 })).toThrow(InvalidMessageError);
  });
});
