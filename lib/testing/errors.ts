import { describeError } from '../runtime/errors.js';
import { type DeadLetter, MailboxError } from '../runtime/index.js';

/** An application did not come to rest, or not within the bounds that a test has set. */
export class NotSettledError extends MailboxError {
  readonly code = 'NOT_SETTLED';

  /**
   * @param problem Which bound was passed.
   * @param moving What still moves, a line each: handlers that are pending, actors that wait for their turn, actors that kept handling.
   */
  constructor(
    problem: string,
    readonly moving: readonly string[],
  ) {
    super([`the application did not settle: ${problem}. What still moves:`, ...moving].join('\n  - '));
  }
}

/** A probe or a spy did not receive what a test expected of it. */
export class ExpectationError extends MailboxError {
  readonly code = 'EXPECTATION_FAILED';
}

/** Messages died in a test, and the test never looked at them. */
export class UnseenDeadLettersError extends MailboxError {
  readonly code = 'UNSEEN_DEAD_LETTERS';

  constructor(readonly letters: readonly DeadLetter[]) {
    const lines = letters.map(
      ({ reason, envelope, errors }) =>
        `${envelope.type} to ${envelope.to}: ${[reason, ...errors.map(describeError)].join(', ')}`,
    );
    const count = letters.length === 1 ? '1 dead letter' : `${letters.length} dead letters`;
    super(
      [
        `nobody looked at ${count}; look with kit.deadLetters(), or create the kit with unseenDeadLetters: 'ignore'`,
        ...lines,
      ].join('\n  - '),
    );
  }
}
