import { MailboxError } from './errors.js';
import { kindOf } from './kind-of.js';

/** A handler returned a value. Nobody gets it; what would have been an answer is another message. */
export class ReturnedValueError extends MailboxError {
  readonly code = 'RETURNED_VALUE';
  /** What kind of value it was: `number`, `null`, `Generator`, a class's name. Never the value itself. */
  readonly kind: string;

  constructor(
    readonly handler: string,
    value: unknown,
  ) {
    const kind = kindOf(value);
    super(
      `${handler} returned a value (${kind}); a handler returns nothing: tell or publish a message instead`,
    );
    this.kind = kind;
  }
}
