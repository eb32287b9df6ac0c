import { isPlainObject } from './message.js';

/** What is frozen to its depths: it was sent before, or closes a cycle. */
const frozen = new WeakSet<object>();

/**
 * Freezes a message and the plain objects and arrays in it, under whatever key; buffers, dates, maps and other class instances stay as
 * they are. No getter is read: what one answers may be another thing for the handler.
 */
export function freezeMessage(message: object): void {
  const waiting = [message]; // no recursion: a parser's output may be deeper than the stack
  const walked = new Set<object>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    walked.add(next);
    Object.freeze(next);
    for (const value of valuesOf(next)) {
      if (!frozen.has(value) && !walked.has(value) && isPlainObject(value)) waiting.push(value);
    }
  }
  for (const one of walked) frozen.add(one); // not before: freezing may have failed half way
}

/** The objects that the fields of an object hold. */
function* valuesOf(holder: object): Generator<object> {
  for (const key of Reflect.ownKeys(holder)) {
    const value: unknown = Reflect.getOwnPropertyDescriptor(holder, key)?.value;
    if (typeof value === 'object' && value !== null) yield value;
  }
}
