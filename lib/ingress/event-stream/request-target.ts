import type { ProblemDetail } from '../problem.js';

/** A parameter of a query, its percent-encoding gone. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** What a request target says, and what in it cannot be taken. */
export interface RequestTarget {
  readonly parameters: readonly Parameter[];
  readonly errors: readonly ProblemDetail[];
}

/** Parsers stop at some number and say nothing; that of Node and `qs` at 1,000. */
const MOST_PARAMETERS = 200;

/** How much of a client's own words comes back to it. */
const LONGEST = 1_000;

/** A path, and at most one query: parsers disagree about `#`, `;` before the query, a second `?`, and where a URL with a host has its query. Browsers leave out tabs and line ends, and make a host of `/\t/`. */
const TARGET = /^\/(?!\/)[^?#;\\\p{Cc}]*(?:\?([^?#]*))?$/u;
const NAME = /^[\w-]+$/;
/** Some parsers part the query at `;` as well, or values at `,`; some make a space of `+`, and some a nested name of what has `=` in it. */
const OWN_VALUE = /^[\w.~!*'()@:/$%-]*$/;
const VALUE = /^[\w.~!*'()@:/$%+,=-]*$/;

/**
 * Reads a request target so strictly that nobody can read it otherwise: a guard looks at what the adapter's parser, or one of its own,
 * has made of the query, and what it lets pass must not mean something else here.
 *
 * @param own The names of the parameters that mean something here.
 */
export function readTarget(url: string, own: readonly string[]): RequestTarget {
  const match = TARGET.exec(url);
  if (match === null)
    return refused({
      detail:
        'the request target is not a path and one query: no host, no #, no ;, no control character and no second ?',
    });
  const pairs = (match[1] ?? '').split('&');
  if (pairs.length > MOST_PARAMETERS)
    return refused({ detail: `there are more than ${MOST_PARAMETERS} parameters` });
  const parameters: Parameter[] = [];
  const errors: ProblemDetail[] = [];
  for (const pair of pairs) {
    if (pair === '') continue; // everybody passes by what is between two &
    const [name = ''] = pair.split('=', 1);
    const given = pair.slice(name.length + 1);
    const value = decode(given);
    const problem = findNameProblem(name, own) ?? findValueProblem(given, value, own.includes(name));
    if (problem === undefined) parameters.push({ name, value: value as string });
    else errors.push({ parameter: name.slice(0, LONGEST), detail: problem });
  }
  return { parameters, errors };
}

function refused(error: ProblemDetail): RequestTarget {
  return { parameters: [], errors: [error] };
}

function findNameProblem(name: string, own: readonly string[]): string | undefined {
  if (!NAME.test(name))
    return 'is not taken: names have letters, digits, - and _, and none is percent-encoded';
  const meant = own.find((one) => one !== name && one.toLowerCase() === name.toLowerCase());
  return meant === undefined ? undefined : `is not taken; say ${meant}`;
}

function findValueProblem(given: string, value: string | undefined, isOwn: boolean): string | undefined {
  if (!(isOwn ? OWN_VALUE : VALUE).test(given))
    return 'has characters that must be percent-encoded; encodeURIComponent does it';
  if (value === undefined) return 'has a percent sign that encodes nothing';
  return /\p{Cc}/u.test(value) ? 'must have no control characters' : undefined;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
