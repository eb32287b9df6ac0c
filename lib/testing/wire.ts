import { isDeepStrictEqual } from 'node:util';
import { describeError } from '../runtime/errors.js';
import type { MessageClass } from '../runtime/index.js';
import { findMessageDeclaration, isPlainObject, messageFrom } from '../runtime/message.js';

/**
 * What of a message does not come back when it is written as JSON and read again, a line each. A schema may read more than JSON can
 * write, such as a date of its text. `#private` fields are in no line: nobody can see them, and they would be lost.
 */
export function lostOnTheWire(message: object): readonly string[] {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(message));
  } catch (error) {
    return [`it cannot be written: ${(describeError(error).split('\n')[0] as string).replace(/:$/, '')}`];
  }
  const messageClass = message.constructor as MessageClass;
  const losses = [...lossesOf({ ...message }, copy, '')];
  if (findMessageDeclaration(messageClass)?.schema === undefined) return losses;
  try {
    if (isDeepStrictEqual(messageFrom(messageClass, copy), message)) return [];
    return losses.length > 0 ? losses : ['its schema reads something else than what was written'];
  } catch {
    return losses.length > 0 ? losses : ['its schema refuses what is read'];
  }
}

function* lossesOf(value: unknown, copy: unknown, path: string): Generator<string> {
  const at = path === '' ? 'it' : path;
  if (typeof value === 'function' || typeof value === 'symbol')
    yield `${at} is a ${typeof value}, and is left out`;
  else if (typeof value !== 'object' || value === null) {
    if (value !== copy) yield `${at} is ${String(value)}, and becomes ${String(copy)}`;
  } else if (!isPlainObject(value))
    yield `${at} is a ${value.constructor.name}, and becomes ${shapeOf(copy)}`;
  else if (typeof copy !== 'object' || copy === null) yield `${at} becomes ${shapeOf(copy)}`;
  else
    for (const [name, part] of Object.entries(value)) {
      if (part === undefined && !Array.isArray(value)) continue; // a field that is not there is as good
      const below = Array.isArray(value) ? `${at}[${name}]` : path === '' ? name : `${path}.${name}`;
      yield* lossesOf(part, (copy as Record<string, unknown>)[name], below);
    }
}

function shapeOf(copy: unknown): string {
  if (typeof copy === 'string') return 'text';
  if (Array.isArray(copy)) return 'an array';
  return typeof copy === 'object' && copy !== null ? 'a plain object' : String(copy);
}
