import { thenable } from '../../test/universe.js';
import { onRejection, settlementOf, whenSettled } from './thenable.js';

/** A class whose promises throw when the engine settles them. */
class Explosive {
  constructor(executor: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void) {
    const explode = (): never => {
      throw new Error('in a job of the engine');
    };
    executor(explode, explode);
  }
}

class Mined extends Promise<unknown> {
  static override get [Symbol.species](): PromiseConstructor {
    return Explosive as unknown as PromiseConstructor;
  }
}

class Lazy extends Promise<unknown> {
  starts = 0;

  // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
  override then(...given: Parameters<Promise<unknown>['then']>): Promise<never> {
    this.starts += 1;
    return super.then(...given) as Promise<never>;
  }
}

const withClass = (promise: Promise<unknown>, constructor: unknown): Promise<unknown> =>
  Object.defineProperty(promise, 'constructor', { value: constructor, configurable: true });

describe('Whoever waits for a promise', () => {
  it.each<[string, () => PromiseLike<unknown>]>([
    ['an ordinary one', () => Promise.resolve('value')],
    ['one of another class', () => Mined.resolve('value')],
    ['one that names another class', () => withClass(Promise.resolve('value'), Mined)],
    ['one of a class with a then of its own', () => Lazy.resolve('value')],
    ['none, but something like it', () => thenable((resolve) => resolve('value')) as PromiseLike<unknown>],
    [
      'something that only looks like one',
      () =>
        Object.assign(
          Object.create(Promise.prototype) as object,
          thenable((resolve) => resolve('value')),
        ) as PromiseLike<unknown>,
    ],
    [
      'something like it that calls back twice',
      () =>
        thenable((resolve) => {
          resolve('value');
          resolve('again');
        }) as PromiseLike<unknown>,
    ],
  ])('hears its value once and later: %s', async (_, make) => {
    const heard: unknown[] = [];
    whenSettled(make(), (value) => heard.push(value), undefined);
    expect(heard).toEqual([]);
    await new Promise(setImmediate);
    expect(heard).toEqual(['value']);
  });

  it.each<[string, () => PromiseLike<unknown>]>([
    ['an ordinary one', () => Promise.reject(new Error('no'))],
    ['one of another class', () => Mined.reject(new Error('no'))],
    [
      'something like it that throws',
      () =>
        thenable(() => {
          throw new Error('no');
        }) as PromiseLike<unknown>,
    ],
  ])('hears its error: %s', async (_, make) => {
    await expect(settlementOf(make())).rejects.toThrow('no');
    const caught: unknown[] = [];
    onRejection(make(), (error) => caught.push(error));
    await new Promise(setImmediate);
    expect(caught).toMatchObject([{ message: 'no' }]);
  });

  it('leaves it as it was', async () => {
    const [mined, named] = [Mined.resolve(1), withClass(Promise.resolve(2), Mined)];
    expect(await Promise.all([settlementOf(mined), settlementOf(named)])).toEqual([1, 2]);
    expect(Object.getOwnPropertyNames(mined)).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(named, 'constructor')?.value).toBe(Mined);
  });

  it('is told at once of one that hides its class for good', () => {
    expect(() => whenSettled(Object.freeze(Mined.resolve(1)), undefined, undefined)).toThrow(TypeError);
  });

  it('starts one that waits for it', async () => {
    const lazy = Lazy.resolve('value') as Lazy;
    await settlementOf(lazy);
    expect(lazy.starts).toBe(1);
  });
});
