import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isValidated, noteValidated } from './validated.js';
import { InvalidMessageError } from './errors.js';

/** A class whose instances are messages. */
export type MessageClass<M extends object = object> = abstract new (...args: never[]) => M;

/** Any synchronous Standard Schema of an object: zod, valibot, arktype and others. */
export type MessageSchema<Input = unknown, Output extends object = object> = StandardSchemaV1<Input, Output>;

/** What a message class declares about itself. */
interface MessageDeclaration {
  readonly type: string;
  readonly schema?: MessageSchema | undefined;
  /** Whether the class comes from {@link defineMessage}: its constructor takes the data. */
  readonly isDefined?: boolean | undefined;
}

const DECLARATION = Symbol.for('nestjs-mailbox:message');

declare const nominal: unique symbol;

/** An instance of a class made by {@link defineMessage}. */
export type DefinedMessage<Type extends string, Data extends object> = Readonly<Data> & {
  readonly [nominal]: Type;
};

/** The class that {@link defineMessage} makes; extend it. */
export interface DefinedMessageClass<Type extends string, Data extends object> {
  /**
   * Trusts its argument: the compiler has checked it.
   *
   * @throws InvalidMessageError when it has fields named like members of the class.
   */
  new (data: Data): DefinedMessage<Type, Data>;
  /**
   * Parses what comes from outside.
   *
   * @throws InvalidMessageError when the schema refuses `data`, or `data` has fields named like members of the class; it lists every
   * issue.
   */
  from<M extends object>(this: new (data: Data) => M, data: unknown): M;
}

/** A schema whose output is not accepted by itself would refuse, later, a message that it once made. */
type AcceptsItsOwnOutput<S extends StandardSchemaV1> =
  StandardSchemaV1.InferOutput<S> extends StandardSchemaV1.InferInput<S>
    ? unknown
    : { 'a message schema must accept its own output': StandardSchemaV1.InferOutput<S> };

/**
 * Makes the base of a message class from a schema: `new` takes typed data, `from` parses unknown data.
 *
 * @param type The stable name of the message; it travels in envelopes, logs and, later, on the wire.
 * @param schema A synchronous Standard Schema of an object.
 * @example
 * ```ts
 * class PlaceOrder extends defineMessage('orders.place-order', z.object({ orderId: z.string() })) {}
 * const message = PlaceOrder.from({ orderId: 'o-1' });
 * ```
 */
export function defineMessage<const Type extends string, S extends StandardSchemaV1<unknown, object>>(
  type: Type,
  schema: S & AcceptsItsOwnOutput<S>,
): DefinedMessageClass<Type, StandardSchemaV1.InferOutput<S>> {
  class Message {
    static from(data: unknown): object {
      return messageFrom(this, data);
    }

    constructor(data: object) {
      if (typeof data !== 'object' || data === null) throw noFields(this.constructor as MessageClass, data);
      assignFields(this, data);
    }
  }
  declareMessage(Message, { type, schema: schema as unknown as MessageSchema, isDefined: true });
  return Message as unknown as DefinedMessageClass<Type, StandardSchemaV1.InferOutput<S>>;
}

/**
 * Writes a class's declaration on the class itself, where a second copy of this library finds it too. What it says nothing of stays
 * as a parent class has declared it.
 */
export function declareMessage(messageClass: MessageClass, declaration: MessageDeclaration): void {
  const inherited = findMessageDeclaration(messageClass);
  Object.defineProperty(messageClass, DECLARATION, {
    value: {
      type: declaration.type,
      schema: declaration.schema ?? inherited?.schema,
      isDefined: declaration.isDefined ?? inherited?.isDefined,
    } satisfies MessageDeclaration,
    configurable: true,
  });
}

/** Finds what a class declares; a subclass shares its parent's declaration unless it has its own. */
export function findMessageDeclaration(messageClass: MessageClass): MessageDeclaration | undefined {
  return (messageClass as { [DECLARATION]?: MessageDeclaration } | null | undefined)?.[DECLARATION];
}

/**
 * The stable name of a message class: what it declares, else the name of the class. Data may have overwritten the `constructor` by
 * which a message's class is found; then it is nobody's, and an `Object`.
 */
export function messageTypeOf(messageClass: MessageClass): string {
  if (typeof messageClass !== 'function') return 'Object';
  const { name }: { name: unknown } = messageClass; // a static member may have taken its place
  return findMessageDeclaration(messageClass)?.type ?? (typeof name === 'string' ? name : 'Object');
}

/** Whether an object was made by a literal, or by a parser, and so is no instance of a message class. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Array.isArray(value);
}

/**
 * Says why nobody can find the class of an object: data has overwritten the `constructor` by which it is found. Undefined where it
 * has not.
 */
export function findHiddenClass(message: object): string | undefined {
  if (!Object.hasOwn(message, 'constructor') && typeof message.constructor === 'function') return undefined;
  const { constructor } = Object.getPrototypeOf(message) as { constructor: MessageClass };
  const name = messageTypeOf(constructor);
  return `a ${name} has a field named constructor, which hides its class: let ${name} take the fields that it knows, not every field of a body`;
}

/**
 * Makes a message of data from outside. A plain class becomes a real instance without its constructor running: nobody knows which
 * field is which parameter.
 *
 * @param messageClass A class with a schema.
 * @throws InvalidMessageError
 */
export function messageFrom(messageClass: MessageClass, data: unknown): object {
  const fields = checked(messageClass, data);
  const message =
    findMessageDeclaration(messageClass)?.isDefined === true
      ? new (messageClass as new (data: object) => object)(fields)
      : assignFields(Object.create(messageClass.prototype as object) as object, fields);
  noteValidated(message);
  return message;
}

/** Whether a message has a schema that has not accepted it yet. What `from` has made is known to be good. */
export function mustBeChecked(message: object): boolean {
  return (
    findMessageDeclaration(message.constructor as MessageClass)?.schema !== undefined && !isValidated(message)
  );
}

/**
 * Checks a message against its schema, as it stands, if that has to be done.
 *
 * @throws InvalidMessageError
 */
export function validateMessage(message: object): void {
  if (!mustBeChecked(message)) return;
  checked(message.constructor as MessageClass, { ...message }); // a schema may refuse what is no plain object, a record's for one
  noteValidated(message);
}

function checked(messageClass: MessageClass, data: unknown): object {
  const { type, schema } = findMessageDeclaration(messageClass) as Required<MessageDeclaration>;
  const result = tryToValidate(type, schema as MessageSchema, data);
  if ('then' in result) {
    result.then(undefined, () => {}); // its outcome is no longer wanted, its rejection must not end the process
    throw new InvalidMessageError(
      type,
      [],
      `the schema of ${type} answers with a promise, or one of its checks threw; use a synchronous schema whose checks answer`,
    );
  }
  if (result.issues === undefined) return result.value;
  throw new InvalidMessageError(
    type,
    result.issues.map(({ message, path = [] }) => ({
      path: Array.from(path, (part) => String(typeof part === 'object' ? part.key : part)),
      message,
    })),
  );
}

function tryToValidate(
  type: string,
  schema: MessageSchema,
  data: unknown,
): ReturnType<MessageSchema['~standard']['validate']> {
  try {
    return schema['~standard'].validate(data);
  } catch (error) {
    const problem = `the schema of ${type} threw; see the cause of this error`;
    throw new InvalidMessageError(type, [], problem, { cause: error });
  }
}

/**
 * Copies fields, but not the two names through which data could change what an object is.
 *
 * @throws InvalidMessageError for fields named like a member that the class has: a method would be hidden, an accessor asked.
 */
function assignFields(target: object, data: object): object {
  let taken: string[] | undefined;
  for (const name of Object.keys(data)) {
    if (name === '__proto__' || name === 'constructor') continue;
    if (name in target) (taken ??= []).push(name);
    else (target as Record<string, unknown>)[name] = (data as Record<string, unknown>)[name];
  }
  if (taken !== undefined) throw membersTaken(target.constructor as MessageClass, taken);
  return target;
}

/** A `ValidationPipe` makes its objects so. */
function noFields(messageClass: MessageClass, data: unknown): TypeError {
  const { name } = messageClass;
  const given = data === null ? 'null' : typeof data;
  return new TypeError(
    `new ${name}(...) takes the fields of the message; got ${given}. Of a request's body, declared as unknown, ${name}.from(body) makes one`,
  );
}

function membersTaken(messageClass: MessageClass, names: readonly string[]): InvalidMessageError {
  const type = messageTypeOf(messageClass);
  const message = `is the name of a member of ${type}, and so of no field; leave it out, or let the schema do so`;
  return new InvalidMessageError(
    type,
    names.map((name) => ({ path: [name], message })),
  );
}
