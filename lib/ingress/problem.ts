import { type DeliveryError, InvalidMessageError } from '../runtime/errors.js';
import { RETRY_AFTER_SECONDS } from '../nest/index.js';

/** Everything that the ingress answers besides 202, by the last word of its problem type. */
export const PROBLEMS = {
  malformed: { status: 400, title: 'The body is not readable' },
  'invalid-envelope': { status: 400, title: 'The envelope is not a CloudEvent' },
  'invalid-data': { status: 400, title: 'The data does not fit the message' },
  'invalid-subscription': { status: 400, title: 'The subscription is not understood' },
  pipelined: { status: 400, title: 'A stream needs a connection of its own' },
  'unknown-message': { status: 404, title: 'No such message is taken here' },
  'unknown-event': { status: 404, title: 'No such event is told here' },
  'body-timeout': { status: 408, title: 'The body did not come in time' },
  'too-large': { status: 413, title: 'The body is larger than allowed' },
  'unsupported-media-type': { status: 415, title: 'The media type is not taken here' },
  'idempotency-mismatch': { status: 422, title: 'The id belongs to another message' },
  'mailbox-full': { status: 429, title: 'The mailbox is full' },
  draining: { status: 503, title: 'Nothing new is taken now' },
  'actor-stopped': { status: 503, title: 'Who handles this message was stopped' },
  'too-many-clients': { status: 503, title: 'There is no room for another client' },
} as const;

export type ProblemType = keyof typeof PROBLEMS;

/** One thing that is wrong, and where: in the body by a JSON Pointer as URI fragment, in a header, or in the query. */
export interface ProblemDetail {
  readonly pointer?: string;
  readonly header?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** What is thrown where a request cannot be accepted; a filter answers with it as problem details (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly type: ProblemType,
    detail: string,
    readonly errors: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get status(): number {
    return PROBLEMS[this.type].status;
  }

  /** The members of `application/problem+json`. */
  toJSON(): object {
    const { type, status, errors, message: detail } = this;
    return {
      type: `urn:problem-type:nestjs-mailbox:${type}`,
      title: PROBLEMS[type].title,
      status,
      detail,
      ...(errors.length > 0 ? { errors } : {}),
    };
  }
}

const TYPES: Readonly<Record<string, ProblemType>> = {
  INVALID_MESSAGE: 'invalid-data',
  INVALID_KEY: 'invalid-data',
  NO_RECIPIENT: 'unknown-message',
  MAILBOX_FULL: 'mailbox-full',
  MAILBOX_CLOSED: 'draining',
  ACTOR_STOPPED: 'actor-stopped',
};

/** What `deliver` says, said in HTTP. */
export function problemOf(error: DeliveryError, errors: readonly ProblemDetail[] = []): Problem {
  const retryAfter = RETRY_AFTER_SECONDS[error.httpStatus];
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  return new Problem(TYPES[error.code] ?? 'draining', error.message, errors, headers);
}

/** Where the data of an invalid message is wrong. @param at The path to the data in the body. */
export function dataErrors(error: InvalidMessageError, at: readonly string[]): readonly ProblemDetail[] {
  return error.issues.length === 0
    ? [{ pointer: pointerTo(at), detail: error.message }]
    : error.issues.map(({ path, message }) => ({ pointer: pointerTo([...at, ...path]), detail: message }));
}

/** A JSON Pointer (RFC 6901) as URI fragment. */
export function pointerTo(path: readonly string[]): string {
  const escape = (name: string): string =>
    encodeURIComponent(wellFormed(name).replaceAll('~', '~0').replaceAll('/', '~1'));
  return ['#', ...path.map(escape)].join('/');
}

/** Half a character has no encoding, and may be part of a key that a client has chosen. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
