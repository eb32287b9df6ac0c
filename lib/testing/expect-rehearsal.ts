import { type MessageClass, messageTypeOf } from '../runtime/index.js';
import type { Verdict } from './aftermath.js';
import type { Spread } from './conversations.js';
import { RehearsalThresholdError } from './errors.js';
import type { MessageReport, RehearsalReport } from './report.js';

/** A message class, or the name of its type. */
export type Excepted = MessageClass | string;

/** The most that a measure may be. */
export type MostOf = Readonly<Partial<Record<keyof Spread, number>>>;

/**
 * What a report may say. Each list names the message types of which it may say so; what is left out is not looked at, and an empty list
 * allows it of none.
 */
export interface RehearsalThresholds {
  /** Something breaks when one is lost. */
  readonly breaksWhenLost?: readonly Excepted[] | undefined;
  /** Nothing notices when one is lost. */
  readonly unnoticedWhenLost?: readonly Excepted[] | undefined;
  /** Something breaks when one comes twice. */
  readonly breaksWhenTwice?: readonly Excepted[] | undefined;
  /** Something breaks when one comes twice, or ends otherwise. */
  readonly differsWhenTwice?: readonly Excepted[] | undefined;
  /** The same; or its handler sends again, and all else ends as ever. */
  readonly notIdempotent?: readonly Excepted[] | undefined;
  /** Something breaks when its handler fails, or when the application crashes behind it. */
  readonly breaksOnFailure?: readonly Excepted[] | undefined;
  /** Something is stuck after such a failure, and nothing notices. */
  readonly stuckOnFailure?: readonly Excepted[] | undefined;
  /** One was changed after it had been told. */
  readonly mutated?: readonly Excepted[] | undefined;
  /** It does not come back from JSON as it was. */
  readonly lostOnTheWire?: readonly Excepted[] | undefined;
  readonly withoutSchema?: readonly Excepted[] | undefined;
  /** The scenario never brings it about. */
  readonly unseen?: readonly Excepted[] | undefined;
  /** What an invariant throws in another order of turns alone: its first line. */
  readonly brokenByOrder?: readonly string[] | undefined;
  /** Providers, by the names of their classes or tokens, in which more than one has a hand. */
  readonly sharedProviders?: readonly string[] | undefined;
  /** The most steps of any conversation when nothing goes wrong. */
  readonly steps?: MostOf | undefined;
  /** The most milliseconds of the kit's clock of any conversation when nothing goes wrong. */
  readonly ms?: MostOf | undefined;
}

type ListName = Exclude<
  keyof RehearsalThresholds,
  'steps' | 'ms' | 'sharedProviders' | 'brokenByOrder' | 'unseen'
>;

const SAYINGS: Readonly<
  Record<ListName, { readonly words: string; readonly isSo: (one: MessageReport) => boolean }>
> = {
  breaksWhenLost: {
    words: 'something breaks when it is lost',
    isSo: ({ lost }) => lost?.verdict === 'breaks',
  },
  unnoticedWhenLost: {
    words: 'nothing notices when it is lost',
    isSo: ({ lost }) => lost?.verdict === 'unnoticed',
  },
  breaksWhenTwice: {
    words: 'something breaks when it comes twice',
    isSo: ({ twice }) => twice?.verdict === 'breaks',
  },
  differsWhenTwice: {
    words: 'it ends otherwise when it comes twice',
    isSo: ({ twice }) => twice?.verdict === 'breaks' || twice?.verdict === 'differs',
  },
  notIdempotent: {
    words: 'it makes a difference when it comes twice',
    isSo: ({ twice }) => (twice?.verdict ?? 'same') !== 'same',
  },
  breaksOnFailure: {
    words: 'something breaks when its handler fails, or when the application crashes behind it',
    isSo: hasAfterFailure('breaks'),
  },
  stuckOnFailure: {
    words: 'something is stuck when its handler fails, or when the application crashes behind it',
    isSo: hasAfterFailure('unnoticed'),
  },
  mutated: { words: 'it was changed after it had been told', isSo: ({ mutated }) => mutated.length > 0 },
  lostOnTheWire: {
    words: 'it does not come back from JSON as it was',
    isSo: ({ lostOnTheWire }) => lostOnTheWire.length > 0,
  },
  withoutSchema: { words: 'it has no schema', isSo: ({ hasSchema }) => !hasSchema },
};

/**
 * Expects that a report says nothing but what is allowed: a gate for CI.
 *
 * @returns The exceptions that nothing needs any more, as `list: type`.
 * @throws RehearsalThresholdError naming each breach.
 * @example
 * ```ts
 * expectRehearsal(await rehearsalReport(plan, { seed: 42 }), {
 *   breaksWhenLost: [],
 *   notIdempotent: [PlaceOrder],
 *   ms: { p99: 30_000 },
 * });
 * ```
 */
export function expectRehearsal(report: RehearsalReport, thresholds: RehearsalThresholds): readonly string[] {
  const { breaches, unneeded } = compare(report, thresholds);
  if (breaches.length > 0) throw new RehearsalThresholdError(breaches);
  return unneeded;
}

/**
 * The same as a matcher for `expect.extend` of Jest or Vitest.
 *
 * @example
 * ```ts
 * expect.extend(rehearsalMatchers);
 * expect(await rehearsalReport(plan)).toMatchRehearsal({ breaksWhenLost: [] });
 * ```
 */
export const rehearsalMatchers = {
  toMatchRehearsal(
    report: RehearsalReport,
    thresholds: RehearsalThresholds,
  ): { readonly pass: boolean; readonly message: () => string } {
    const { breaches } = compare(report, thresholds);
    const pass = breaches.length === 0;
    return {
      pass,
      message: () =>
        pass ? 'the report says nothing but what is allowed' : new RehearsalThresholdError(breaches).message,
    };
  },
};

interface Comparison {
  readonly breaches: readonly string[];
  readonly unneeded: readonly string[];
}

function compare(report: RehearsalReport, thresholds: RehearsalThresholds): Comparison {
  const breaches: string[] = [];
  const unneeded: string[] = [];
  const hold = (
    list: string,
    allowed: readonly Excepted[] | undefined,
    found: readonly string[],
    words: string,
  ): void => {
    if (allowed === undefined) return;
    const names = allowed.map((one) => (typeof one === 'string' ? one : messageTypeOf(one)));
    for (const name of found) if (!names.includes(name)) breaches.push(`${name}: ${words} (${list})`);
    for (const name of names) if (!found.includes(name)) unneeded.push(`${list}: ${name}`);
  };
  for (const list of Object.keys(SAYINGS) as ListName[]) {
    const { words, isSo } = SAYINGS[list];
    hold(
      list,
      thresholds[list],
      report.messages.filter(isSo).map(({ type }) => type),
      words,
    );
  }
  hold('unseen', thresholds.unseen, report.unseen, 'the scenario never brings it about');
  hold(
    'brokenByOrder',
    thresholds.brokenByOrder,
    report.brokenByOrder,
    'it takes no fault, but another order',
  );
  const shared = report.sharedProviders.map(({ provider }) => provider);
  hold('sharedProviders', thresholds.sharedProviders, shared, 'more than one has a hand in it');
  for (const measure of ['steps', 'ms'] as const)
    for (const { begins, [measure]: found } of report.undisturbed.conversations)
      for (const [rank, most] of Object.entries(thresholds[measure] ?? {}) as [keyof Spread, number][])
        if (found[rank] > most)
          breaches.push(
            `a conversation that begins with ${begins}: ${rank} of ${found[rank]} ${measure}, and ${most} are allowed (${measure}.${rank})`,
          );
  return { breaches, unneeded };
}

function hasAfterFailure(verdict: Verdict): (one: MessageReport) => boolean {
  return ({ fails, crash }) => fails?.verdict === verdict || crash?.verdict === verdict;
}
