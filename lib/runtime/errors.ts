/** The base of every error of this library. */
export abstract class MailboxError extends Error {
  /** A stable word for programs. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The base of what `deliver` rejects with: each says which HTTP status tells the same to a web client. */
export abstract class DeliveryError extends MailboxError {
  abstract readonly httpStatus: 400 | 404 | 429 | 503;
}

/** One thing that a schema did not like. */
export interface MessageIssue {
  readonly path: readonly string[];
  readonly message: string;
}

/** A message is no instance of its class, or its schema refuses it. */
export class InvalidMessageError extends DeliveryError {
  readonly code = 'INVALID_MESSAGE';
  readonly httpStatus = 400;

  constructor(
    readonly type: string,
    readonly issues: readonly MessageIssue[],
    message = `${type} is not valid: ${issues.map(describeIssue).join('; ')}`,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

function describeIssue({ path, message }: MessageIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** No actor of this application owns the message type, or takes it by the ref that was used. */
export class NoRecipientError extends DeliveryError {
  readonly code = 'NO_RECIPIENT';
  readonly httpStatus = 404;

  constructor(
    readonly type: string,
    message = `no actor handles ${type}; add @Handle(${type}) to the actor that owns it, or publish it if it is an event`,
  ) {
    super(message);
  }
}

/** An address was asked for of an actor that this application does not have: a mistake in the code, whoever the request came from. */
export class UnknownActorError extends MailboxError {
  readonly code = 'UNKNOWN_ACTOR';

  constructor(readonly actor: string) {
    super(`this application has no actor ${actor}; provide it in a module that is imported`);
  }
}

/** The key of a message could not be told: `keyBy` threw, or gave something that is no string. */
export class InvalidKeyError extends DeliveryError {
  readonly code = 'INVALID_KEY';
  readonly httpStatus = 400;

  constructor(
    readonly actor: string,
    readonly type: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`no key for ${type} at the actor ${actor}: ${problem}`, options);
  }
}

/** The mailbox holds as many messages as it may. */
export class MailboxFullError extends DeliveryError {
  readonly code = 'MAILBOX_FULL';
  readonly httpStatus = 429;

  constructor(
    readonly address: string,
    readonly capacity: number,
  ) {
    super(`the mailbox of ${address} is full (${capacity}); raise its capacity or slow the sender down`);
  }
}

/** The runtime takes no message from outside: it has not started yet, is draining, or has ended. */
export class MailboxClosedError extends DeliveryError {
  readonly code = 'MAILBOX_CLOSED';
  readonly httpStatus = 503;

  constructor(readonly state: string) {
    super(
      state === 'created'
        ? 'the runtime does not know its actors yet; deliver after the application has initialised (app.init() or app.listen())'
        : `the runtime is ${state} and takes nothing new from outside; send to another process or try again later`,
    );
  }
}

/** An actor was stopped by its supervision, and takes nothing until the process starts again. */
export class ActorStoppedError extends DeliveryError {
  readonly code = 'ACTOR_STOPPED';
  readonly httpStatus = 503;

  constructor(readonly address: string) {
    super(`${address} was stopped by its supervision; mend the cause in its log, then restart the process`);
  }
}

/** A message was set aside when as many were as a mailbox holds. */
export class StashFullError extends MailboxError {
  readonly code = 'STASH_FULL';

  constructor(
    readonly address: string,
    readonly capacity: number,
  ) {
    super(
      `the stash of ${address} is full (${capacity}, the capacity of its mailbox); call context.unstashAll() sooner, or set less aside`,
    );
  }
}

/** The runtime ended before a message that it had accepted could be handled. */
export class ShutdownError extends MailboxError {
  readonly code = 'SHUTDOWN';

  constructor(problem: string, remedy = 'raise drainTimeoutMs, or find out what it waited for') {
    super(`${problem}; ${remedy}`);
  }
}

/** An option is unknown, of the wrong type, or contradicts another. */
export class InvalidOptionsError extends MailboxError {
  readonly code = 'INVALID_OPTIONS';

  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path} ${problem}`);
  }
}

/** Definitions contradict each other: two actors of one name, two owners of one message type. */
export class InvalidDefinitionError extends MailboxError {
  readonly code = 'INVALID_DEFINITION';
}

/** A call came at a moment of the runtime's life where it makes no sense. */
export class RuntimeStateError extends MailboxError {
  readonly code = 'RUNTIME_STATE';
}

/** An actor could not be activated while the application started. */
export class ActivationError extends MailboxError {
  readonly code = 'ACTIVATION_FAILED';

  constructor(
    readonly actor: string,
    cause: unknown,
  ) {
    super(`the actor ${actor} could not be activated at start: ${describeError(cause)}`, { cause });
  }
}

/** A handler ran past its `timeoutMs`. */
export class HandlerTimeoutError extends MailboxError {
  readonly code = 'HANDLER_TIMEOUT';

  constructor(
    readonly handler: string,
    readonly timeoutMs: number,
    cause?: unknown,
  ) {
    super(
      `${handler} ran past its timeoutMs of ${timeoutMs}; pass context.signal to what it waits for, or raise the limit`,
      {
        cause,
      },
    );
  }
}

/** A message was taken when it was no longer worth handling. */
export class MessageExpiredError extends MailboxError {
  readonly code = 'MESSAGE_EXPIRED';

  constructor(readonly expiresAt: number) {
    super(
      `it was worth handling until ${momentOf(expiresAt)} only; raise its ttlMs, or find out what its mailbox waited for`,
    );
  }
}

/** A lifetime may have been given that leads out of the calendar. */
function momentOf(epochMs: number): string {
  const moment = new Date(epochMs);
  return Number.isNaN(moment.getTime()) ? `${epochMs} ms since 1970` : moment.toISOString();
}

/** A context was used after its handler had settled, for something that would touch a later message. */
export class StaleContextError extends MailboxError {
  readonly code = 'STALE_CONTEXT';

  constructor(readonly member: string) {
    super(
      `context.${member} was used after its handler had settled; await the work inside the handler, or tell a message`,
    );
  }
}

/** An interceptor called its handler at a moment that belongs to somebody else. */
export class OutOfTurnError extends MailboxError {
  readonly code = 'OUT_OF_TURN';

  constructor(
    readonly handler: string,
    moment: string,
  ) {
    super(
      `an interceptor of ${handler} called it ${moment}; subscribe to next.handle() inside intercept(), one call after the other`,
    );
  }
}

/** What the engine says when a frozen object is changed. */
const FROZEN = /^Cannot (assign to read only property|add property|delete property|define property)/;

/** What may help with an error that is none of ours. */
export function hintFor(error: unknown): string {
  try {
    const isFrozen = error instanceof Error && error.name === 'TypeError' && FROZEN.test(error.message);
    return isFrozen ? ' (a message is frozen when it is sent: change a copy, { ...message })' : '';
  } catch {
    return '';
  }
}

/** What an error gives as its cause, for a log: an answer to a client must not carry what other code has thrown. */
export function describeCause(error: unknown): string {
  try {
    const { cause } = error as { cause?: unknown };
    return cause === undefined ? '' : ` (${describeError(cause)})`;
  } catch {
    return '';
  }
}

/** One line about whatever was thrown; not everything that is thrown is an Error, and not every Error has a text. Never throws. */
export function describeError(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return `${typeof error} without a readable text`;
  }
}
