import type { IncomingHttpHeaders } from 'node:http';
import { Problem, type ProblemDetail } from '../problem.js';
import type { ResolvedEvent } from './event-stream-options.js';

/** What one client wants to hear. */
export interface Subscription {
  /** Undefined: every exposed type. */
  readonly types: ReadonlySet<string> | undefined;
  /** Undefined: every key, and events that have none. */
  readonly keys: ReadonlySet<string> | undefined;
  /** The last that it has seen. */
  readonly lastEventId: string | undefined;
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
  url: string,
  headers: IncomingHttpHeaders,
  exposed: ReadonlyMap<string, ResolvedEvent>,
): Subscription {
  const query = new URLSearchParams(url.replace(/^[^?]*\??/, ''));
  const errors = [...query.keys()].flatMap(disguises);
  const keys = query.getAll('key');
  if (keys.length > MOST_KEYS) errors.push(wrong('key', `must not come more than ${MOST_KEYS} times`));
  if (keys.some((key) => key === '' || key.length > LONGEST))
    errors.push(wrong('key', `must have 1 to ${LONGEST} characters`));
  const types = new Set(query.getAll('type'));
  for (const type of types) if (!exposed.has(type)) throw unknownEvent(type, [...exposed.keys()]);
  const asked = types.size === 0 ? [...exposed.values()] : [...types].map((type) => exposed.get(type));
  if (keys.length > 0 && asked.every((event) => event?.keyBy === undefined))
    errors.push(wrong('key', 'is asked for, and these events have none'));
  if (errors.length > 0)
    throw new Problem('invalid-subscription', 'the query has parameters that are wrong', errors);
  return {
    types: types.size === 0 ? undefined : types,
    keys: keys.length === 0 ? undefined : new Set(keys),
    lastEventId: firstOf(headers['last-event-id']) || query.get('lastEventId') || undefined,
  };
}

/**
 * A guard reads the query as the adapter's parser does, and some parsers make `key` of `key[]` or `key[a]`. What it has let pass must
 * not mean something else here.
 */
function disguises(name: string): ProblemDetail[] {
  const bare = NAMES.find(
    (known) => name !== known && name.startsWith(known) && /\W/.test(name[known.length] ?? ''),
  );
  return bare === undefined
    ? []
    : [wrong(name.slice(0, LONGEST), `is not taken; say ${bare}=…, once for each value`)];
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
