/** Any method. Parameters are contravariant, so `never[]` is what every list of parameters accepts. */
export type Method = (...args: never[]) => unknown;

export type IsAny<T> = 0 extends 1 & T ? true : false;

type Settled<Result> = Result extends PromiseLike<infer Value> ? Value : Result;

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
          ? true
          : false;
