import { types } from 'node:util';
import { MailboxError } from './errors.js';
import { kindOf } from './kind-of.js';

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
 * instance itself.
 */
export function errorFrom(thrown: unknown, handler: string): Error {
  return isError(thrown) ? thrown : new ThrownValueError(handler, thrown);
}

function isError(thrown: unknown): thrown is Error {
  try {
    return types.isNativeError(thrown) || thrown instanceof Error;
  } catch {
    return false; // a proxy may throw at anything
  }
}
