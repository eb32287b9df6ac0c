import { types } from 'node:util';

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { prototype } = Promise;
/** As it was when this was loaded: what somebody has put in its place may throw, or call nobody back. */
// oxlint-disable-next-line typescript/unbound-method -- it is called with its promise
const { then } = prototype;

type Heard = ((outcome: unknown) => unknown) | undefined;

/** Whether a value has to be awaited. May throw what a `then` getter throws. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/**
 * Hears how a promise settles: once, and later, whatever its own `then` is.
 *
 * A `then` makes another promise, of the class that the first one names. If the functions of that class throw, they do so in a job of
 * the engine, where nobody can catch it, and the process ends. So no promise is asked for its class.
 *
 * @throws what the getters of a strange promise throw; a `TypeError` for one that hides its class for good.
 */
export function whenSettled(promise: PromiseLike<unknown>, onFulfilled: Heard, onRejected: Heard): void {
  if (looksOrdinary(promise)) {
    try {
      return void prototype.then.call(promise, onFulfilled, onRejected);
    } catch {
      // It only looked so.
    }
  }
  if (!types.isPromise(promise)) {
    void prototype.then.call(Promise.resolve(promise), onFulfilled, onRejected);
  } else if (promise.then === prototype.then) {
    withoutClass(promise, () => void prototype.then.call(promise, onFulfilled, onRejected));
  } else {
    void prototype.then.call(new Promise((resolve) => resolve(promise)), onFulfilled, onRejected);
  }
}

/** The same with the promise of an `async` method, which nobody but the engine has had in hand. */
export function hear(promise: Promise<unknown>, onFulfilled: Heard, onRejected: Heard): void {
  // V8 makes what a `then` makes in place only if it is called as a method.
  if (promise.then === then) void promise.then(onFulfilled, onRejected);
  else void then.call(promise, onFulfilled, onRejected);
}

/** The same as a promise of the usual class. */
export function settlementOf(promise: PromiseLike<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => whenSettled(promise, resolve, reject));
}

/** Looks after the promise of a callback that nobody awaits, if it has given one: its rejection would end the process. */
export function onRejection(returned: unknown, caught: (error: unknown) => void): void {
  if (isThenable(returned)) whenSettled(returned, undefined, caught);
}

/**
 * Whether it looks like what `async` methods return. The class that it says is nothing to rely on, but once the engine has asked for
 * it, the rest is free; without that it takes 10 ns, a good part of a message.
 */
function looksOrdinary(promise: PromiseLike<unknown>): promise is Promise<unknown> {
  return (
    promise.constructor === Promise &&
    getPrototypeOf(promise) === prototype &&
    !Object.prototype.hasOwnProperty.call(promise, 'constructor')
  );
}

/** While a promise names no class, the engine takes its own. */
function withoutClass(promise: object, call: () => void): void {
  const own = getOwnPropertyDescriptor(promise, 'constructor');
  Object.defineProperty(promise, 'constructor', { value: undefined, configurable: true });
  call();
  if (own === undefined) Reflect.deleteProperty(promise, 'constructor');
  else Object.defineProperty(promise, 'constructor', own);
}
