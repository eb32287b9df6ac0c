import type { Arrival } from './arrival.js';
import { isJson, readMediaType } from './media-type.js';
import { pointerTo, Problem, type ProblemDetail } from './problem.js';
import { traceContext } from './trace-context.js';

/** The attributes of a CloudEvent as they were sent, and where each of them stands, for whoever has to mend it. */
export interface RawCloudEvent {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly at: readonly string[];
  readonly placeOf: (attribute: string) => Omit<ProblemDetail, 'detail'>;
}

/** Attributes are kept while a message waits, and its id for longer: they must not be of any length. */
const LONGEST = 1_000;

const TIMESTAMP = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'must be a string that is not empty';
const uri: Check = (value) =>
  text(value) ??
  (/\s/.test(value as string) || !URL.canParse(value as string, 'http://base')
    ? 'must be a URI reference'
    : undefined);
const timestamp: Check = (value) =>
  typeof value === 'string' && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a timestamp of RFC 3339, as 2026-01-31T12:00:00Z';
const jsonType: Check = (value) =>
  typeof value === 'string' && isJson(readMediaType(value)) ? undefined : 'must be JSON: application/json';
const extension: Check = (value) =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isInteger(value)
    ? undefined
    : 'must be a string, a whole number, true or false';

const CHECKS = new Map<string, Check>([
  ['specversion', (value) => (value === '1.0' ? undefined : "must be '1.0'")],
  ['id', text],
  ['source', uri],
  ['type', text],
  ['subject', text],
  ['time', timestamp],
  ['dataschema', uri],
  ['datacontenttype', jsonType],
  ['correlationid', text],
  ['causationid', text],
  ['expirytime', timestamp],
]);
const REQUIRED = ['specversion', 'id', 'source', 'type'];

/**
 * Checks a CloudEvent's envelope, and takes from it what a mailbox needs.
 *
 * @param headers What travels along where the event itself says nothing.
 * @throws Problem `invalid-envelope` with every attribute that is wrong.
 */
export function toArrival(event: RawCloudEvent, headers: Readonly<Record<string, string>>): Arrival {
  const attributes = presentOf(event.attributes);
  const errors = envelopeErrors(attributes, event.placeOf);
  if (errors.length > 0) {
    throw new Problem('invalid-envelope', 'the CloudEvent has attributes that are missing or wrong', errors);
  }
  const { id, source, type, subject, correlationid, causationid, traceparent, tracestate, expirytime } =
    attributes as Record<string, string | undefined> & Record<'id' | 'source' | 'type', string>;
  // A trace state belongs to its parent: where the event brings a parent of its own, the request's state is another's.
  const trace = traceContext(traceparent, tracestate);
  return {
    id,
    source,
    type,
    subject,
    subjectAt: event.placeOf('subject'),
    correlationId: correlationid,
    causationId: causationid,
    expiresAt: expirytime === undefined ? undefined : Date.parse(expirytime),
    headers: 'traceparent' in trace ? trace : headers,
    data: event.data,
    at: event.at,
  };
}

/** In JSON, null is as if the attribute were not there. */
function presentOf(attributes: RawCloudEvent['attributes']): RawCloudEvent['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
  );
}

function envelopeErrors(
  attributes: RawCloudEvent['attributes'],
  placeOf: RawCloudEvent['placeOf'],
): ProblemDetail[] {
  const missing = REQUIRED.filter((name) => attributes[name] === undefined);
  return [
    ...missing.map((name) => ({ ...placeOf(name), detail: `${name} is missing` })),
    ...Object.entries(attributes).flatMap(([name, value]) => {
      const problem = /^[a-z0-9]+$/.test(name)
        ? ((CHECKS.get(name) ?? extension)(value) ?? unprintable(value) ?? tooLong(value))
        : 'has a name that is not of lower-case letters and digits';
      return problem === undefined
        ? []
        : [{ ...placeOf(name), detail: `${name.slice(0, LONGEST)} ${problem}` }];
    }),
  ];
}

/** As CloudEvents has it; and an id with a line break in it would forge a line of a log. */
function unprintable(value: unknown): string | undefined {
  return /[\p{Cc}\p{Cs}]/u.test(String(value)) ? 'must have no control characters' : undefined;
}

function tooLong(value: unknown): string | undefined {
  return String(value).length > LONGEST ? `must not be longer than ${LONGEST} characters` : undefined;
}

/** The place of an attribute that is a member of the body. */
export function memberOf(path: readonly string[]): RawCloudEvent['placeOf'] {
  return (name) => ({ pointer: pointerTo([...path, name]) });
}
