/** The two whose prototypes have a tag and no constructor of a name. */
const GENERATORS: ReadonlySet<unknown> = new Set(['AsyncGenerator', 'Generator']);

/**
 * What kind of value it is, in a word: `number`, `null`, `Generator`, a class's name. Never throws, and says nothing of its content.
 *
 * The name is read from the source of the class. Whoever makes a value also chooses its prototype, and what that is called; such a
 * name would be a text that a handler passes on.
 */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  try {
    if (Array.isArray(value)) return 'array';
    const prototype = Object.getPrototypeOf(value) as { [Symbol.toStringTag]?: unknown } | null;
    const tag: unknown = prototype?.[Symbol.toStringTag];
    if (GENERATORS.has(tag)) return tag as string;
    return writtenName(prototype?.constructor) ?? 'object';
  } catch {
    return 'object'; // a proxy may throw at anything
  }
}

/** The name that stands in the source of a class or function; undefined where none does. */
function writtenName(type: unknown): string | undefined {
  if (typeof type !== 'function') return undefined;
  const source = Function.prototype.toString.call(type);
  return /^(?:class(?!\s+extends\b)|function)\s+([\w$]{1,64})/.exec(source)?.[1];
}
