import { isPlainObject } from './message.js';

/** Freezes a message and the plain objects and arrays in it; buffers, dates, maps and other class instances stay as they are. */
export function freezeMessage(message: object): void {
  Object.freeze(message);
  for (const value of Object.values(message) as unknown[]) {
    if (typeof value !== 'object' || value === null || !isPlainObject(value)) continue;
    if (!Object.isFrozen(value)) freezeMessage(value); // what is frozen was sent before, or closes a cycle
  }
}
