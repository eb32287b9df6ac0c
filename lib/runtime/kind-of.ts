/** What a class or a tag may be called; anything longer would be a text that somebody passes on by it. */
const NAME = /^[\w$]{1,64}$/;

/** What kind of value it is, in a word: `number`, `null`, `Generator`, a class's name. Never throws, and says nothing of its content. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  try {
    if (Array.isArray(value)) return 'array';
    // Of the prototype: a property of the value itself would be a text of the handler's choice.
    const prototype = Object.getPrototypeOf(value) as { [Symbol.toStringTag]?: unknown } | null;
    const tag: unknown = prototype?.[Symbol.toStringTag];
    const name: unknown = typeof tag === 'string' ? tag : prototype?.constructor?.name;
    return typeof name === 'string' && NAME.test(name) ? name : 'object';
  } catch {
    return 'object'; // a proxy may throw at anything
  }
}
