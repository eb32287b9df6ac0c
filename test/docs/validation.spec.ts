import { type as arktype } from 'arktype';
import { Type } from 'class-transformer';
import { Allow, IsDate, IsString, ValidateNested } from 'class-validator';
import { defineMessage, InvalidMessageError, type MessageClass } from 'nestjs-mailbox';
import { classSchema } from 'nestjs-mailbox/class-validator';
import * as v from 'valibot';
import { z } from 'zod';
import { Snippets } from './snippets.js';

const snippets = new Snippets('docs/validation.md');

afterAll(() => snippets.remove());

const from = (messageClass: unknown, data: unknown): object =>
  (messageClass as MessageClass & { from(data: unknown): object }).from(data);

describe('docs/validation.md', () => {
  it('has schemas of three libraries', async () => {
    const { PlaceOrder, CancelOrder, HoldOrder, ShipOrder } = await snippets.load('validation/messages.ts');
    const good = { orderId: 'o-1', quantity: 1 };
    for (const messageClass of [PlaceOrder, CancelOrder, HoldOrder]) {
      expect(from(messageClass, good)).toMatchObject({ orderId: 'o-1' });
      expect(() => from(messageClass, { orderId: 1 })).toThrow(InvalidMessageError);
    }
    expect(new ShipOrder('o-1')).toEqual({ orderId: 'o-1' });
  });

  it('has a schema of a DTO', async () => {
    const { PlaceOrderOfDto } = await snippets.load('validation/dto-messages.ts');
    const line = { sku: 'book', quantity: 1 };
    expect({ ...from(PlaceOrderOfDto, { orderId: 'o-1', lines: [line] }) }).toEqual({
      orderId: 'o-1',
      lines: [line],
    });
    expect(() => from(PlaceOrderOfDto, { orderId: 'o-1', lines: [{ ...line, quantity: 0 }] })).toThrow(
      'lines.0.quantity: quantity must be a positive number',
    );
  });
});

class PartDto {
  @IsString()
  name!: string;
}

class OrderDto {
  @ValidateNested()
  @Type(() => PartDto)
  part!: PartDto;

  @IsString({ each: true })
  names!: string[];

  @IsDate()
  at!: Date;

  @Allow()
  any: unknown;

  @Allow()
  rest!: Record<string, unknown>;

  @IsString()
  text!: string;
}

class Money {
  readonly cents = 1;
}

class Name extends String {}

const given = () => ({
  part: { name: 'wheel', other: () => 1 },
  names: Object.assign(['a'], { includes: () => true }),
  at: new Date(0),
  any: new Money() as unknown,
  rest: { money: new Money(), call: () => 1 },
  text: 'text',
});

const SCHEMAS = {
  zod: z.object({
    part: z.object({ name: z.string() }),
    names: z.array(z.string()),
    at: z.date(),
    any: z.unknown(),
    rest: z.record(z.string(), z.unknown()),
    text: z.string(),
  }),
  valibot: v.object({
    part: v.object({ name: v.string() }),
    names: v.array(v.string()),
    at: v.date(),
    any: v.unknown(),
    rest: v.record(v.string(), v.unknown()),
    text: v.string(),
  }),
  arktype: arktype({
    part: { name: 'string' },
    names: 'string[]',
    at: 'Date',
    any: 'unknown',
    rest: 'Record<string, unknown>',
    text: 'string',
  }),
  classSchema: classSchema(OrderDto),
};

const COPIES_OF_ZOD = {
  part: 'copy',
  other: 'gone',
  names: 'copy',
  at: 'as given',
  any: 'as given',
  money: 'as given',
  call: 'as given',
  text: 'refused',
};
const EXPECTED = {
  zod: COPIES_OF_ZOD,
  valibot: COPIES_OF_ZOD,
  arktype: { ...COPIES_OF_ZOD, part: 'as given', other: 'as given', names: 'as given' },
  classSchema: { ...COPIES_OF_ZOD, at: 'copy', any: 'copy', money: 'copy', text: 'an object' },
};

describe('what docs/validation.md says that from copies', () => {
  it.each(Object.keys(EXPECTED) as (keyof typeof EXPECTED)[])('holds for %s', (name) => {
    const messageClass = defineMessage(`copies.${name}`, SCHEMAS[name] as (typeof SCHEMAS)['zod']);
    const data = given();
    const message = from(messageClass, data) as ReturnType<typeof given>;
    const became = (one: unknown, other: unknown): string =>
      one === undefined ? 'gone' : one === other ? 'as given' : 'copy';
    const textOf = (): string => {
      try {
        const odd = from(messageClass, { ...given(), text: new Name('odd') }) as { text: unknown };
        return odd.text instanceof Name ? 'an object' : 'a text';
      } catch {
        return 'refused';
      }
    };
    expect({
      part: became(message.part, data.part),
      other: became(message.part.other, data.part.other),
      names: became(message.names, data.names),
      at: became(message.at, data.at),
      any: became(message.any, data.any),
      money: became(message.rest.money, data.rest.money),
      call: became(message.rest.call, data.rest.call),
      text: textOf(),
    }).toEqual(EXPECTED[name]);
    expect(message.any).toBeInstanceOf(Money);
  });

  it('holds for a structured clone: no function gets in, and no class', () => {
    expect(() => structuredClone(given())).toThrow('could not be cloned');
    expect(structuredClone({ any: new Money() }).any).not.toBeInstanceOf(Money);
  });
});
