import { InvalidOptionsError } from './errors.js';
import {
  findContradictions,
  findOptionProblems,
  type OptionGroup,
  type OptionProblem,
  type OptionRule,
} from './option-problems.js';

export interface MailboxOptions {
  /** How many messages may wait in one mailbox; the one being handled is not counted. */
  readonly capacity: number;
  /** What happens beyond it: the new message is refused, or the one accepted longest ago is dropped. */
  readonly overflow: 'reject' | 'drop-oldest';
}

export interface SupervisionOptions {
  /** After the last attempt failed: keep the instance, replace it by a fresh one, or stop the actor. */
  readonly onFailure: 'resume' | 'restart' | 'stop';
  /** Beyond so many restarts (or failed activations) within `withinMs` the actor stops. */
  readonly maxRestarts: number;
  readonly withinMs: number;
  /** The pause before the first restart, or the second try to activate; it doubles each time. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

export interface BackoffOptions {
  /** The pause before the second attempt. */
  readonly backoffMs: number;
  /** Each further pause is so many times longer. */
  readonly factor: number;
  readonly maxBackoffMs: number;
  /** Whether a pause is shortened at random, down to its half, so that actors that failed together don't return together. */
  readonly jitter: boolean;
}

/** All options of a runtime, resolved. */
export interface RuntimeOptions {
  readonly mailbox: MailboxOptions;
  readonly supervision: SupervisionOptions;
  readonly retry: BackoffOptions;
  /** Whether messages are frozen when they are sent; `development` means that NODE_ENV is not `production`. */
  readonly freeze: 'development' | 'always' | 'off';
  /** Where messages are checked against their schemas: by `deliver` only, by every send, or nowhere. */
  readonly validate: 'edge' | 'always' | 'off';
  /** How many of the latest dead letters are kept. */
  readonly deadLetters: { readonly capacity: number };
  /** How many instances of one keyed actor live at once. */
  readonly maxInstances: number;
  /** How long a shutdown may take. */
  readonly drainTimeoutMs: number;
  /** How long a handler may be pending before it is reported as stuck. */
  readonly stuckAfterMs: number;
  /** Whether the application starts the runtime when it has bootstrapped, or calls `start()` itself. */
  readonly autoStart: boolean;
}

/** What a user may say of the options: any part of them. */
export type PartialOptions<T> = {
  readonly [K in keyof T]?: T[K] extends object ? PartialOptions<T[K]> : T[K];
};

export const DEFAULT_OPTIONS: RuntimeOptions = deepFreeze({
  mailbox: { capacity: 10_000, overflow: 'reject' },
  supervision: {
    onFailure: 'resume',
    maxRestarts: 10,
    withinMs: 60_000,
    backoffMs: 100,
    maxBackoffMs: 10_000,
  },
  retry: { backoffMs: 100, factor: 2, maxBackoffMs: 10_000, jitter: true },
  freeze: 'development',
  validate: 'edge',
  deadLetters: { capacity: 1_000 },
  maxInstances: 100_000,
  drainTimeoutMs: 10_000,
  stuckAfterMs: 30_000,
  autoStart: true,
});

export const wholeFrom =
  (least: number): OptionRule =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least
      ? undefined
      : `a whole number of at least ${least}`;
export const duration: OptionRule = (value) =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value)
    ? undefined
    : 'a number of milliseconds, 0 or more';
const limit: OptionRule = (value) =>
  typeof value === 'number' && value > 0 && Number.isFinite(value)
    ? undefined
    : 'a number of milliseconds above 0: within none at all no attempt could succeed';
export const oneOf =
  (...words: string[]): OptionRule =>
  (value) =>
    words.includes(value as string) ? undefined : `one of ${words.map((word) => `'${word}'`).join(', ')}`;
const flag: OptionRule = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const callable: OptionRule = (value) => (typeof value === 'function' ? undefined : 'a function');
const factor: OptionRule = (value) =>
  typeof value === 'number' && value >= 1 && Number.isFinite(value) ? undefined : 'a number of at least 1';

const MAILBOX: OptionGroup = { capacity: wholeFrom(1), overflow: oneOf('reject', 'drop-oldest') };
const SUPERVISION: OptionGroup = {
  onFailure: oneOf('resume', 'restart', 'stop'),
  maxRestarts: wholeFrom(0),
  withinMs: duration,
  backoffMs: duration,
  maxBackoffMs: duration,
};
const BACKOFF: OptionGroup = { backoffMs: duration, factor, maxBackoffMs: duration, jitter: flag };

/** What `MailboxModule.forRoot` takes, and {@link resolveOptions}. */
export const RUNTIME_OPTIONS: OptionGroup = {
  mailbox: MAILBOX,
  supervision: SUPERVISION,
  retry: BACKOFF,
  freeze: oneOf('development', 'always', 'off'),
  validate: oneOf('edge', 'always', 'off'),
  deadLetters: { capacity: wholeFrom(1) },
  maxInstances: wholeFrom(1),
  drainTimeoutMs: duration,
  stuckAfterMs: duration,
  autoStart: flag,
};

/** What `@Actor` takes. */
export const ACTOR_OPTIONS: OptionGroup = {
  name: (value) =>
    typeof value === 'string' && /^[\w.-]+$/.test(value)
      ? undefined
      : 'a name of letters, digits, dots and dashes',
  keyBy: callable,
  mailbox: MAILBOX,
  supervision: SUPERVISION,
  idleTimeoutMs: duration,
  maxInstances: wholeFrom(1),
  deduplicate: { size: wholeFrom(1) },
  enhancers: flag,
};

/** What `@Subscribe` takes. */
export const SUBSCRIBER_OPTIONS: OptionGroup = {
  keyBy: callable,
  retry: { attempts: wholeFrom(1), ...BACKOFF },
  timeoutMs: limit,
};

/** What `@Handle` takes. */
export const HANDLER_OPTIONS: OptionGroup = { ...SUBSCRIBER_OPTIONS, ingress: flag };

/**
 * Everything that is wrong with what a user wrote: unknown, of the wrong type, or in contradiction to another option.
 *
 * @param defaults What stands where the user wrote nothing; that may be what is contradicted.
 */
export function optionProblems(
  path: string,
  given: unknown,
  group: OptionGroup,
  defaults: object,
): OptionProblem[] {
  const problems = findOptionProblems(path, given, group);
  const isSound = (at: string): boolean =>
    problems.every(({ path: place }) => place !== at && !place.startsWith(`${at}.`));
  if (problems[0]?.path === path) return problems; // it is no object
  const contradictions = Object.entries(defaults).flatMap(([name, preset]: [string, unknown]) => {
    const value = (given as Record<string, unknown>)[name];
    const isGiven = typeof value === 'object' && value !== null && isSound(`${path}.${name}`);
    return isGiven ? findContradictions(`${path}.${name}`, fill(preset as object, value)) : [];
  });
  return [...problems, ...contradictions];
}

/**
 * Checks a user's options and fills in the defaults.
 *
 * @throws InvalidOptionsError naming the first option that is unknown, of the wrong type, or contradicts another.
 */
export function resolveOptions(given: PartialOptions<RuntimeOptions> = {}): RuntimeOptions {
  const [first] = optionProblems('options', given, RUNTIME_OPTIONS, DEFAULT_OPTIONS);
  if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
  return fill(DEFAULT_OPTIONS, given);
}

/** Fills what `given` leaves out from `defaults`, group by group. */
export function fill<T extends object>(defaults: T, given: PartialOptions<T> | undefined): T {
  if (given === undefined) return defaults;
  const entries = Object.entries(defaults).map(([name, preset]: [string, unknown]) => {
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined) return [name, preset];
    return [name, typeof preset === 'object' && preset !== null ? fill(preset, value as object) : value];
  });
  return Object.fromEntries(entries) as T;
}

function deepFreeze<T extends object>(options: T): T {
  for (const value of Object.values(options) as unknown[])
    if (typeof value === 'object') Object.freeze(value);
  return Object.freeze(options);
}
