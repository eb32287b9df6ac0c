import type { RuntimeOptions } from './options.js';
import { findInvalid, findUnfit, type Refusal } from './refusal.js';

/** What the options want of every message before it is accepted, whichever way it comes: that it is valid, that it is frozen. */
export class Inspection {
  readonly #validates: boolean;
  readonly #freezes: boolean;

  constructor({ freeze, validate }: RuntimeOptions) {
    this.#validates = validate === 'always';
    this.#freezes =
      freeze === 'always' || (freeze === 'development' && process.env['NODE_ENV'] !== 'production');
  }

  /** Whether messages are taken as they are. */
  get isNone(): boolean {
    return !this.#validates && !this.#freezes;
  }

  /** Says what is wrong with a message; undefined: it is as it has to be, and frozen by now. */
  find(message: object): Refusal | undefined {
    return (
      (this.#validates ? findInvalid(message) : undefined) ?? (this.#freezes ? findUnfit(message) : undefined)
    );
  }
}
