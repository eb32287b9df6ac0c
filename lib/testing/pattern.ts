import { isDeepStrictEqual } from 'node:util';

/** Some of the fields of a message, and of the objects in it. What is left out matches anything. */
export type Pattern<M> = {
  readonly [K in keyof M]?: M[K] extends readonly unknown[] | ((...args: never[]) => unknown)
    ? M[K]
    : M[K] extends object
      ? Pattern<M[K]>
      : M[K];
};

/** What `expect.any(String)` and its like are in Jest and in Vitest. */
interface AsymmetricMatcher {
  asymmetricMatch(value: unknown): boolean;
}

/** Whether a value has everything that a pattern asks for; arrays and class instances must be equal as a whole. */
export function matches(value: unknown, pattern: unknown): boolean {
  if (isAsymmetric(pattern)) return pattern.asymmetricMatch(value);
  if (!isLiteral(pattern)) return isDeepStrictEqual(value, pattern);
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return Object.entries(pattern).every(([name, part]) => matches(fields[name], part));
}

function isAsymmetric(pattern: unknown): pattern is AsymmetricMatcher {
  return typeof (pattern as AsymmetricMatcher | null)?.asymmetricMatch === 'function';
}

function isLiteral(pattern: unknown): pattern is object {
  if (typeof pattern !== 'object' || pattern === null) return false;
  const prototype: unknown = Object.getPrototypeOf(pattern);
  return prototype === Object.prototype || prototype === null;
}
