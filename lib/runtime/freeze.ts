import { isPlainObject } from './message.js';

/** What is frozen to its depths: it was sent before, or closes a cycle. */
const frozen = new WeakSet<object>();

/** Freezes a message and the plain objects and arrays in it; buffers, dates, maps and other class instances stay as they are. */
export function freezeMessage(message: object): void {
  const waiting = [message]; // no recursion: a parser's output may be deeper than the stack
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    Object.freeze(next);
    for (const value of Object.values(next) as unknown[]) {
      if (typeof value !== 'object' || value === null || frozen.has(value) || !isPlainObject(value)) continue;
      frozen.add(value);
      waiting.push(value);
    }
  }
}
