/** Any method. Parameters are contravariant, so `never[]` is what every list of parameters accepts. */
export type Method = (...args: never[]) => unknown;

type IsAny<T> = 0 extends 1 & T ? true : false;

type Settled<Result> = Result extends PromiseLike<infer Value> ? Value : Result;

/** What is more than nothing, though it passes for it: `void & { price: number }`. */
type More<Value> = Value extends unknown ? (undefined extends Value ? never : Value) : never;

/**
 * Whether a method's result is nothing: `void`, `undefined`, `never`, a promise of these, or a union of them. `any` and
 * `unknown` might be something, and a union with one value in it is a value.
 */
export type GivesNothing<Result> =
  IsAny<Result> extends true
    ? false
    : [Result] extends [never]
      ? true
      : true extends IsAny<Settled<Result>> // `true extends`: one `Promise<any>` in a union makes this `boolean`
        ? false
        : [Settled<Result>] extends [void]
          ? [More<Settled<Result>>] extends [never]
            ? true
            : false
          : false;

/**
 * The message that a method takes, judged by its shape, as the compiler sees no decorators; `never` for a method that cannot be a
 * handler. A parameter may be optional or nullable: the message is there all the same.
 */
export type MessageOf<F> = F extends (...args: infer Args) => infer Result
  ? GivesNothing<Result> extends true
    ? FirstObject<Args>
    : never
  : never;

type FirstObject<Args extends unknown[]> = Args extends []
  ? never
  : Args extends [(infer Message)?, ...unknown[]]
    ? IsAny<Message> extends true
      ? Message
      : NonNullable<Message> extends object
        ? NonNullable<Message>
        : never
    : never;
