import { describeError } from '../runtime/errors.js';
import { type DeadLetter, type FlowEdge, MailboxError } from '../runtime/index.js';
import type { Trace } from './trace.js';

/** A test's expectation of an application was not met. Its message ends with the trace of what has happened. */
abstract class KitError extends MailboxError {
  constructor(
    message: string,
    /** Who told whom what until then. */
    readonly trace: Trace,
  ) {
    super(`${message}\n${trace.excerpt()}`);
  }
}

/** An application did not come to rest, or not within the bounds that a test has set. */
export class NotSettledError extends KitError {
  readonly code = 'NOT_SETTLED';

  /**
   * @param problem Which bound was passed.
   * @param moving What still moves, a line each: handlers that are pending, actors that wait for their turn, actors that kept handling.
   */
  constructor(
    problem: string,
    readonly moving: readonly string[],
    trace: Trace,
  ) {
    super([`the application did not settle: ${problem}. What still moves:`, ...moving].join('\n  - '), trace);
  }
}

/** A handler waits for something that neither the scheduler nor the clock of a test decides on: no run of it can be repeated. */
export class EscapedControlError extends MailboxError {
  readonly code = 'ESCAPED_CONTROL';

  /** @param escapes Which handler waits for what, a line each. */
  constructor(readonly escapes: readonly string[]) {
    const remedy =
      'replace it in the test by something that answers at once, or by the clock of the kit (KitOptions.clock takes one that the ' +
      'application shares); and await every promise in a handler';
    super([`the application escapes the control of the test; ${remedy}`, ...escapes].join('\n  - '));
  }
}

/** What a handler throws that is made to fail by a fault of the kit. */
export class RehearsedFailure extends MailboxError {
  readonly code = 'REHEARSED_FAILURE';

  constructor(type: string, to: string) {
    super(`the handler of ${type} at ${to} fails, as the test wants it to`);
  }
}

/** A probe or a spy did not receive what a test expected of it. */
export class ExpectationError extends KitError {
  readonly code = 'EXPECTATION_FAILED';
}

/** Messages died in a test, and the test never looked at them. */
export class UnseenDeadLettersError extends KitError {
  readonly code = 'UNSEEN_DEAD_LETTERS';

  constructor(
    readonly letters: readonly DeadLetter[],
    trace: Trace,
  ) {
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
      trace,
    );
  }
}

/** Somebody told somebody what no declaration of the application's message flow allows. */
export class UndeclaredFlowError extends MailboxError {
  readonly code = 'UNDECLARED_FLOW';

  constructor(readonly edges: readonly FlowEdge[]) {
    const lines = edges.map(
      ({ from, message, to, count }) =>
        `${from} tells ${to} ${message}, ${count === 1 ? 'once' : `${count} times`}: ['${from}', '${message}', '${to}']`,
    );
    const them = edges.length === 1 ? 'it' : 'them';
    super(
      [
        `messages go a way that was never declared; declare ${them} if that is meant, else change who sends ${them}`,
        ...lines,
      ].join('\n  - '),
    );
  }
}

/** A rehearsal report says more than a test allows. */
export class RehearsalThresholdError extends MailboxError {
  readonly code = 'REHEARSAL_THRESHOLD';

  /** @param breaches What is said of which message type, and by which threshold it may not be, a line each. */
  constructor(readonly breaches: readonly string[]) {
    super(
      [
        'the rehearsal report says what it may not; mend the design, or name what is meant in the threshold that stands behind each line',
        ...breaches,
      ].join('\n  - '),
    );
  }
}
