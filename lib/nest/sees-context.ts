import type { HandlerDefinition } from '../runtime/actor-definition.js';

/** What a function may say that takes more than its length tells; and one that says nothing of itself. */
const TAKES_MORE = /\.\.\.|\barguments\b|\[native code\]/;

/**
 * Whether a method can see a second argument. It cannot if the compiler wrote down one parameter for it, or none, and what stands there now
 * has as many and no way to take another: a decorator may have put something in its place that passes on whatever it is given, and a subclass may
 * have overridden it.
 */
export function seesContext(prototype: object, name: string, method: HandlerDefinition['invoke']): boolean {
  const owner = ownerOf(prototype, name);
  const parameters = Reflect.getOwnMetadata('design:paramtypes', owner, name) as
    readonly unknown[] | undefined;
  const declared = parameters?.length ?? Infinity;
  const isThat = declared <= 1 && method.length === declared;
  return !isThat || TAKES_MORE.test(Function.prototype.toString.call(method));
}

function ownerOf(prototype: object, name: string): object {
  for (
    let owner: object | null = prototype;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  )
    if (Object.hasOwn(owner, name)) return owner;
  return prototype;
}
