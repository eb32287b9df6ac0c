import { Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsPositive,
  IsString,
  registerDecorator,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { defineMessage, InvalidMessageError, messageTypeOf } from 'nestjs-mailbox';
import { actor, handle, thrownBy, Universe } from '../../test/universe.js';
import { classSchema } from './class-schema.js';

class Line {
  @IsString()
  sku!: string;

  @IsInt()
  @IsPositive()
  quantity!: number;
}

class Fields {
  @IsString()
  orderId!: string;

  @ValidateNested({ each: true })
  @Type(() => Line)
  lines!: Line[];

  @IsOptional()
  @IsString()
  note?: string;
}

class PlaceOrder extends defineMessage('orders.place', classSchema(Fields)) {}

const good = { orderId: 'o-1', lines: [{ sku: 'book', quantity: 1 }] };

/** What `JSON.parse` makes of it, as data from outside is made. */
const fromWire = (text: string): unknown => JSON.parse(text);

describe('classSchema', () => {
  it('makes messages of good data, nested and all, and leaves out what the class does not name', () => {
    const message: PlaceOrder = PlaceOrder.from({ ...good, isAdmin: true });
    expect(message).toBeInstanceOf(PlaceOrder);
    expect(messageTypeOf(PlaceOrder)).toBe('orders.place');
    expect(Object.fromEntries(Object.entries(message))).toEqual(good);
    const quantity: number | undefined = message.lines[0]?.quantity;
    expect(quantity).toBe(1);
  });

  it('names each issue and its path, also of what is nested', () => {
    const bad = {
      orderId: 7,
      lines: [good.lines[0], { sku: 'book', quantity: 0.5 }, { sku: 1, quantity: -1 }],
    };
    const { issues } = thrownBy(() => PlaceOrder.from(bad)) as InvalidMessageError;
    expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`).toSorted()).toEqual([
      'lines.1.quantity: quantity must be an integer number',
      'lines.2.quantity: quantity must be a positive number',
      'lines.2.sku: sku must be a string',
      'orderId: orderId must be a string',
    ]);
  });

  it.each([undefined, null, 42, 'text', [], [good]])('refuses what is no object: %p', (data) => {
    expect(() => PlaceOrder.from(data)).toThrow('orders.place is not valid: must be an object');
  });

  it('refuses unknown fields where it is told to, and takes nothing by a class without decorators', () => {
    class Strict extends defineMessage('strict', classSchema(Fields, { forbidNonWhitelisted: true })) {}
    class Empty {}
    class Nothing extends defineMessage('nothing', classSchema(Empty)) {}
    expect(() => Strict.from({ ...good, isAdmin: true })).toThrow(
      'isAdmin: property isAdmin should not exist',
    );
    expect(() => Nothing.from({})).toThrow(InvalidMessageError);
  });

  it('lets no field change what an object is', () => {
    const message = PlaceOrder.from(
      fromWire(
        `{ "orderId": "o-1", "__proto__": { "isAdmin": true }, "constructor": { "prototype": { "isAdmin": true } },
           "lines": [{ "sku": "book", "quantity": 1, "__proto__": { "isAdmin": true } }] }`,
      ),
    );
    const lines = message.lines as unknown as readonly Record<string, unknown>[];
    expect([message, lines[0], {}].map((one) => (one as { isAdmin?: true }).isAdmin)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(message.constructor).toBe(PlaceOrder);
  });

  it('freezes what it makes of nested data, so that a handler leaves nothing there for its sender', () => {
    class Parcel {
      @IsString({ each: true })
      tags!: string[];

      @IsOptional()
      more?: { list: string[] };
    }
    class Outer {
      @ValidateNested({ each: true })
      @Type(() => Parcel)
      parcels!: Parcel[];
    }
    class Send extends defineMessage('parcels.send', classSchema(Outer)) {}
    const [parcel] = Send.from({ parcels: [{ tags: ['a'], more: { list: [] } }] }).parcels;
    expect(parcel).toBeInstanceOf(Parcel);
    expect([parcel, parcel?.tags, parcel?.more, parcel?.more?.list].map(Object.isFrozen)).toEqual(
      Array(4).fill(true),
    );
  });

  it('is checked by deliver, for what was made by new', async () => {
    const universe = await Universe.of(actor('order', [handle(PlaceOrder, () => undefined)]));
    await expect(
      universe.runtime.deliver(new PlaceOrder({ orderId: 'o-1', lines: [{} as Line] })),
    ).rejects.toThrow(/lines\.0\.sku/);
    await universe.runtime.deliver(new PlaceOrder(good));
    await universe.runtime.deliver(PlaceOrder.from(good));
    await universe.quiet();
    expect(universe.totals).toMatchObject({ accepted: 2, refused: 1, handled: 2 });
  });

  /** A validator that looks something up, declared as such or not. */
  const IsFree =
    (options: { readonly async: boolean } & ValidationOptions): PropertyDecorator =>
    (target, propertyName) =>
      registerDecorator({
        ...options,
        name: 'isFree',
        target: target.constructor,
        propertyName: propertyName as string,
        validator: { validate: () => Promise.resolve(false) },
      });

  it.each([true, false])('refuses, naming it, a class that waits for something (said so: %p)', (async) => {
    class Name {
      @IsFree({ async })
      name!: string;
    }
    class Outer {
      @ValidateNested()
      @Type(() => Name)
      name!: Name;
    }
    class TakeName extends defineMessage('names.take', classSchema(Name)) {}
    class TakeNested extends defineMessage('names.nested', classSchema(Outer)) {}
    expect(() => TakeName.from({ name: 'ann' })).toThrow('the schema of names.take answers with a promise');
    expect(() => TakeNested.from({ name: { name: 'ann' } })).toThrow('answers with a promise');
  });
});
