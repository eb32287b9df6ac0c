import { InvalidOptionsError } from './errors.js';

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

type Check = (value: unknown) => string | undefined;

export const wholeFrom =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least
      ? undefined
      : `a whole number of at least ${least}`;
export const duration: Check = (value) =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value)
    ? undefined
    : 'a number of milliseconds, 0 or more';
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string) ? undefined : `one of ${words.map((word) => `'${word}'`).join(', ')}`;
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const callable: Check = (value) => (typeof value === 'function' ? undefined : 'a function');
const factor: Check = (value) =>
  typeof value === 'number' && value >= 1 && Number.isFinite(value) ? undefined : 'a number of at least 1';

/** The shape of a group of options: a check for a leaf, a group for a nested object. */
export interface OptionGroup {
  readonly [name: string]: Check | OptionGroup;
}

const MAILBOX: OptionGroup = { capacity: wholeFrom(1), overflow: oneOf('reject', 'drop-oldest') };
const SUPERVISION: OptionGroup = {
  onFailure: oneOf('resume', 'restart', 'stop'),
  maxRestarts: wholeFrom(0),
  withinMs: duration,
  backoffMs: duration,
  maxBackoffMs: duration,
};
const BACKOFF: OptionGroup = { backoffMs: duration, factor, maxBackoffMs: duration, jitter: flag };

const RUNTIME: OptionGroup = {
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

/** What `@Actor` takes; the wiring checks it with {@link checkOptions}. */
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
};

/** What `@Subscribe` takes. */
export const SUBSCRIBER_OPTIONS: OptionGroup = {
  keyBy: callable,
  retry: { attempts: wholeFrom(1), ...BACKOFF },
  timeoutMs: duration,
};

/** What `@Handle` takes. */
export const HANDLER_OPTIONS: OptionGroup = { ...SUBSCRIBER_OPTIONS, ingress: flag };

/**
 * Checks what a user wrote against what is known, without filling anything in.
 *
 * @throws InvalidOptionsError naming the path of the first option that is unknown or of the wrong type.
 */
export function checkOptions(path: string, given: unknown, group: OptionGroup): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidOptionsError(path, 'must be an object');
  }
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(group, name) ? group[name] : undefined;
    if (rule === undefined) {
      throw new InvalidOptionsError(
        `${path}.${name}`,
        `is unknown; known here: ${Object.keys(group).join(', ')}`,
      );
    }
    if (value === undefined) continue;
    if (typeof rule !== 'function') {
      checkOptions(`${path}.${name}`, value, rule);
      continue;
    }
    const expected = rule(value);
    if (expected !== undefined) throw new InvalidOptionsError(`${path}.${name}`, `must be ${expected}`);
  }
}

/**
 * Checks a user's options and fills in the defaults.
 *
 * @throws InvalidOptionsError
 */
export function resolveOptions(given: PartialOptions<RuntimeOptions> = {}): RuntimeOptions {
  checkOptions('options', given, RUNTIME);
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
