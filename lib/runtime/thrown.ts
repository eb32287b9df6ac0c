import { types } from 'node:util';
import { MailboxError } from './errors.js';
import { kindOf } from './kind-of.js';

type AnyClass = abstract new (...args: never[]) => object;

/** What is quoted of a text that was thrown. */
const QUOTED = 200;

/** A handler threw something that is no Error: dead letters and logs tell what it was, and do not hold it. */
export class ThrownValueError extends MailboxError {
  readonly code = 'THROWN_VALUE';

  constructor(
    /** Class and method. */
    readonly handler: string,
    thrown: unknown,
  ) {
    const what = typeof thrown === 'string' ? JSON.stringify(thrown.slice(0, QUOTED)) : kindOf(thrown);
    super(`${handler} threw ${what}, which is no Error; throw new Error('what failed'), or a class of yours`);
  }
}

/**
 * What was thrown, as an Error. Everybody may read a dead letter and its errors, and anything else that is thrown could be the
 * instance itself; an Error too, where an actor is a class of errors.
 *
 * @param classes Of the actor.
 */
export function errorFrom(thrown: unknown, handler: string, classes: readonly AnyClass[] = []): Error {
  return isError(thrown, classes) ? thrown : new ThrownValueError(handler, thrown);
}

function isError(thrown: unknown, classes: readonly AnyClass[]): thrown is Error {
  try {
    const isNative = types.isNativeError(thrown) || thrown instanceof Error;
    return isNative && !classes.some((one) => thrown instanceof one);
  } catch {
    return false; // a proxy may throw at anything
  }
}
