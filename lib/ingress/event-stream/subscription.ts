import type { IncomingHttpHeaders } from 'node:http';
import { Problem, type ProblemDetail } from '../problem.js';
import type { ResolvedEvent } from './event-stream-options.js';
import { type Parameter, readTarget } from './request-target.js';

/** What one client wants to hear. */
export interface Subscription {
  /** Undefined: every exposed type. */
  readonly types: ReadonlySet<string> | undefined;
  /** Undefined: every key, and events that have none. */
  readonly keys: ReadonlySet<string> | undefined;
  /** The last that it has seen. */
  readonly lastEventId: string | undefined;
}

/** As much of a request as a subscription is read from. */
export interface StreamRequest {
  readonly originalUrl: string;
  readonly headers: IncomingHttpHeaders;
  /** The query as the adapter's parser has it, and guards see it. */
  readonly query?: unknown;
}

const MOST_KEYS = 100;
const LONGEST = 1_000;
const NAMES = ['type', 'key', 'lastEventId'];

/**
 * Reads a subscription from a request. Parameters of other names are not ours; a guard may have use for them.
 *
 * @throws Problem `invalid-subscription`, `unknown-event`
 */
export function readSubscription(
  { originalUrl, headers, query }: StreamRequest,
  exposed: ReadonlyMap<string, ResolvedEvent>,
): Subscription {
  const { parameters, errors } = readTarget(originalUrl, NAMES);
  refuse(errors);
  refuse(NAMES.flatMap((name) => findOtherReading(name, parameters, query)));
  const types = new Set(valuesOf('type', parameters));
  for (const type of types) if (!exposed.has(type)) throw unknownEvent(type, [...exposed.keys()]);
  const asked = types.size === 0 ? [...exposed.values()] : [...types].map((type) => exposed.get(type));
  const keys = valuesOf('key', parameters);
  refuse(keyErrors(keys, asked));
  const [lastEventId] = valuesOf('lastEventId', parameters);
  return {
    types: types.size === 0 ? undefined : types,
    keys: keys.length === 0 ? undefined : new Set(keys),
    lastEventId: firstOf(headers['last-event-id']) || lastEventId || undefined,
  };
}

function refuse(errors: readonly ProblemDetail[]): void {
  if (errors.length > 0)
    throw new Problem('invalid-subscription', 'the query has parameters that are wrong', errors);
}

/** An application may have a parser of its own, or have rewritten the URL: what its guards have seen is what counts, or nothing. */
function findOtherReading(name: string, parameters: readonly Parameter[], query: unknown): ProblemDetail[] {
  if (typeof query !== 'object' || query === null || Object.keys(query).length === 0) return []; // it has no parser
  const seen = listOf((query as Record<string, unknown>)[name]);
  const own = valuesOf(name, parameters);
  const isSame = seen.length === own.length && own.every((value, index) => value === String(seen[index]));
  return isSame ? [] : [wrong(name, "is something else to the application's own parser of queries")];
}

/** Values as parsers give them: none, one, an array, and beyond some number an object with indices. */
function listOf(values: unknown): readonly unknown[] {
  if (values === undefined) return [];
  return typeof values === 'object' && values !== null ? Object.values(values) : [values];
}

function keyErrors(keys: readonly string[], asked: readonly (ResolvedEvent | undefined)[]): ProblemDetail[] {
  const errors: ProblemDetail[] = [];
  if (keys.length > MOST_KEYS) errors.push(wrong('key', `must not come more than ${MOST_KEYS} times`));
  if (keys.some((key) => key === '' || key.length > LONGEST))
    errors.push(wrong('key', `must have 1 to ${LONGEST} characters`));
  if (keys.length > 0 && asked.every((event) => event?.keyBy === undefined))
    errors.push(wrong('key', 'is asked for, and these events have none'));
  return errors;
}

function valuesOf(name: string, parameters: readonly Parameter[]): readonly string[] {
  return parameters.filter((parameter) => parameter.name === name).map(({ value }) => value);
}

function wrong(parameter: string, detail: string): ProblemDetail {
  return { parameter, detail };
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function unknownEvent(type: string, known: readonly string[]): Problem {
  return new Problem(
    'unknown-event',
    `no event of the type '${type.slice(0, LONGEST)}' is told here; told are: ${known.join(', ')}`,
  );
}
