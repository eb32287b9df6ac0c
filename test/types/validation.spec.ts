import { compile } from './compile.js';

const PRELUDE = `
import { Actor, defineMessage, Handle, MailboxRuntime, MessageType } from 'nestjs-mailbox';
import { classSchema } from 'nestjs-mailbox/class-validator';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
declare const mailbox: MailboxRuntime;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Equal<A, B>): void {}
class Dto { orderId!: string; quantity?: number; }
`;

/** The same message, by every library. */
const SCHEMAS: Record<string, string> = {
  zod: 'z.object({ orderId: z.string(), quantity: z.number().optional() })',
  valibot: 'v.object({ orderId: v.string(), quantity: v.optional(v.number()) })',
  arktype: "type({ orderId: 'string', 'quantity?': 'number' })",
  'class-validator': 'classSchema(Dto)',
};

const INFERRED = (schema: string): string => `
class Place extends defineMessage('orders.place', ${schema}) {}
const message: Place = Place.from({} as unknown);
same<typeof message.orderId, string>(true);
same<typeof message.quantity, number | undefined>(true);
void mailbox.deliver(Place.from(undefined));
void mailbox.deliver(new Place({ orderId: 'o-1' }));
@Actor() class Subject { @Handle(Place, { ingress: true, keyBy: (m) => m.orderId }) on(place: Place) { place.orderId.trim(); } }
@MessageType('orders.cancel', { schema: ${schema} }) class Cancel { orderId!: string; quantity?: number; }
`;

const REFUSED: Record<string, readonly [source: string, text: string]> = {
  'a wrong field given to new': [
    'new Place({ orderId: 1 });',
    "Type 'number' is not assignable to type 'string'",
  ],
  'a missing field': ['new Place({});', "Property 'orderId' is missing"],
  'a field that is not there': ['Place.from({}).nothing;', "Property 'nothing' does not exist"],
  'a change of a field': ["Place.from({}).orderId = 'o-2';", 'it is a read-only property'],
  'a class that the schema refuses': [
    "@MessageType('x', { schema }) class Wrong { constructor(readonly orderId: number) {} }",
    'the schema refuses instances of this class',
  ],
};

describe('the types of a message', () => {
  const libraries = Object.entries(SCHEMAS);
  const refused = libraries.flatMap(([library, schema]) =>
    Object.entries(REFUSED).map(([name, [source, text]]) => ({
      library,
      name,
      text,
      source: `const schema = ${schema}; class Place extends defineMessage('orders.place', schema) {} ${source}`,
    })),
  );
  const errors = compile(
    new Map([
      ...libraries.map(([library, schema]) => [`good-${library}.ts`, PRELUDE + INFERRED(schema)] as const),
      ...refused.map(({ source }, index) => [`refused-${index}.ts`, PRELUDE + source] as const),
    ]),
  );

  it.each(libraries)('are those of its schema: %s', (library) => {
    expect(errors.get(`good-${library}.ts`)).toBe('');
  });

  it.each(refused.map((one, index) => ({ ...one, index })))('refuse $name: $library', ({ index, text }) => {
    expect(errors.get(`refused-${index}.ts`)).toContain(text);
  });

  it('refuse a schema that does not accept what it makes', () => {
    const sources = [
      'z.object({ n: z.string().transform(Number) })',
      'v.object({ n: v.pipe(v.string(), v.transform(Number)) })',
      "type({ n: 'string.numeric.parse' })",
    ].map((schema, index) => [`own-${index}.ts`, `${PRELUDE}defineMessage('x', ${schema});`] as const);
    const own = compile(new Map(sources));
    for (const text of own.values()) expect(text).toContain('a message schema must accept its own output');
  });
});
