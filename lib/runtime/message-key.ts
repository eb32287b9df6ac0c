import { InvalidKeyError } from './errors.js';
import type { Handler } from './handler.js';
import type { Refusal } from './refusal.js';
import { textOf } from './text-of.js';
import { onRejection } from './thenable.js';

/** The key by which a message finds its instance: what the sender gives, or else the message's own; or why there is none. */
export function keyOf(handler: Handler, message: object, givenKey: unknown): string | Refusal {
  if (givenKey === undefined) return ownKeyOf(handler, message);
  if (!handler.actor.isKeyed) {
    const problem = `it was sent with a key, '${textOf(givenKey)}', but the actor has one instance only`;
    return invalidKey(handler, problem);
  }
  if (typeof givenKey === 'string') return givenKey;
  const kind = givenKey === null ? 'null' : typeof givenKey; // it may come from untyped data
  return invalidKey(handler, `it was sent with a key that is ${kind}, no string`);
}

function ownKeyOf(handler: Handler, message: object): string | Refusal {
  const { keyBy } = handler;
  if (keyBy === undefined) return invalidKey(handler, 'its handler has no keyBy, and none was given');
  try {
    const key: unknown = keyBy(message as never);
    if (typeof key === 'string') return key;
    onRejection(key, () => {}); // it is refused whatever it settles to
    return invalidKey(handler, `keyBy gave ${key === null ? 'null' : typeof key}, and must give a string`);
  } catch (error) {
    return invalidKey(handler, 'keyBy threw; see the cause of this error', error);
  }
}

function invalidKey({ actor, type }: Handler, problem: string, cause?: unknown): Refusal {
  const error = new InvalidKeyError(actor.definition.name, type, problem, { cause });
  return { reason: 'invalid-key', error };
}
