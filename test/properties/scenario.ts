import fc from 'fast-check';

/** One thing that a handler does. `wait` ends when the scheduler says so; `escape` sends after the handler has settled. */
export type Deed =
  | { readonly do: 'wait' | 'throw' | 'return' | 'stash' | 'unstash' | 'passivate' }
  | { readonly do: 'once' | 'every'; readonly name: string; readonly ms: number; readonly plan: number }
  | { readonly do: 'cancel'; readonly name: string }
  | { readonly do: 'tell' | 'escape'; readonly to: Target; readonly key: string; readonly plan: number };

/** What a handler does, attempt by attempt; the last is repeated. */
export type Plan = readonly (readonly Deed[])[];

/** `order` is keyed, `clerk` is one; both hear a shout. */
export type Target = 'order' | 'clerk' | 'both';

export type Birth = 'at once' | 'later' | 'fails' | 'fails later' | 'sets a timer' | 'made later';
export type Death = 'at once' | 'later' | 'fails' | 'fails later' | 'tells its successor';

export interface Shape {
  readonly capacity: number;
  readonly overflow: 'reject' | 'drop-oldest';
  readonly onFailure: 'resume' | 'restart' | 'stop';
  readonly maxRestarts: number;
  readonly supervisionBackoffMs: number;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly timeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
  readonly maxInstances: number;
  readonly deduplicate: { readonly size: number } | undefined;
  /** How the first, second, … instance of all keys comes to life, over and over. */
  readonly births: readonly Birth[];
  readonly deaths: readonly Death[];
}

export type Step =
  | {
      readonly step: 'send';
      readonly verb: 'tell' | 'deliver';
      readonly to: Target;
      readonly key: string;
      readonly plan: number;
      readonly id: string | undefined;
      readonly ttlMs: number | undefined;
    }
  | { readonly step: 'advance'; readonly ms: number }
  | { readonly step: 'release'; readonly count: number }
  | { readonly step: 'redrive'; readonly by: 'filter' | 'id' }
  | { readonly step: 'discard' };

export interface Scenario {
  readonly order: Shape;
  readonly clerk: Shape;
  readonly plans: readonly Plan[];
  readonly steps: readonly Step[];
  /** Before which step the drain begins; beyond the last: at the end. */
  readonly drainAt: number;
  /** Whether pending handlers settle during the drain; if not, it ends at its deadline. */
  readonly isPatient: boolean;
}

const PLANS = 5;
const plan = fc.nat({ max: PLANS - 1 });
const key = fc.constantFrom('a', 'b', 'c', '__proto__');
const timerName = fc.constantFrom('x', 'y');
const target = fc.constantFrom<Target>('order', 'order', 'clerk', 'both');
const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Deed>({ do: 'wait' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('throw', 'return', 'stash', 'unstash', 'unstash', 'passivate'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('once', 'every'), name: timerName, ms: fc.nat(40), plan }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), name: timerName }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('tell', 'tell', 'escape'), to: target, key, plan }),
  },
);

const shape: fc.Arbitrary<Shape> = fc.record({
  capacity: fc.integer({ min: 1, max: 5 }),
  overflow: fc.constantFrom('reject', 'drop-oldest'),
  onFailure: fc.constantFrom('resume', 'restart', 'stop'),
  maxRestarts: fc.integer({ min: 0, max: 4 }),
  supervisionBackoffMs: fc.constantFrom(0, 10),
  attempts: fc.integer({ min: 1, max: 3 }),
  backoffMs: fc.constantFrom(0, 15),
  timeoutMs: some(fc.constantFrom(10, 30)),
  idleTimeoutMs: some(fc.constantFrom(0, 25)),
  maxInstances: fc.integer({ min: 1, max: 4 }),
  deduplicate: some(fc.record({ size: fc.integer({ min: 1, max: 4 }) })),
  births: fc.array(
    fc.constantFrom<Birth>(
      'at once',
      'at once',
      'later',
      'fails',
      'fails later',
      'sets a timer',
      'made later',
    ),
    { minLength: 1, maxLength: 4 },
  ),
  deaths: fc.array(
    fc.constantFrom<Death>('at once', 'later', 'fails', 'fails later', 'tells its successor'),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      step: fc.constant('send'),
      verb: fc.constantFrom('tell', 'tell', 'deliver'),
      to: target,
      key,
      plan,
      id: some(fc.constantFrom('i', 'j', 'k')),
      ttlMs: fc.option(fc.constantFrom(0, 20), { nil: undefined, freq: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constant('release'), count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('advance'), ms: fc.nat(45) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('redrive'), by: fc.constantFrom('filter', 'id') }) },
  { weight: 1, arbitrary: fc.constant<Step>({ step: 'discard' }) },
);

const anyPlan: fc.Arbitrary<Plan> = fc.array(fc.array(deed, { maxLength: 4 }), {
  minLength: 1,
  maxLength: 3,
});

/** Chance alone seldom stashes two messages and brings them back. */
const plans: fc.Arbitrary<readonly Plan[]> = fc.tuple(
  fc.constantFrom<Plan>([[{ do: 'stash' }]], [[{ do: 'wait' }, { do: 'stash' }]]),
  fc.constantFrom<Plan>([[{ do: 'unstash' }]], [[{ do: 'unstash' }, { do: 'wait' }]]),
  ...Array.from({ length: PLANS - 2 }, () => anyPlan),
);

/** Any life of a runtime with two actors. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  order: shape,
  clerk: shape,
  plans: fc.oneof(plans, fc.array(anyPlan, { minLength: PLANS, maxLength: PLANS })),
  steps: fc.array(step, { minLength: 1, maxLength: 40 }),
  drainAt: fc.nat({ max: 60 }),
  isPatient: fc.boolean(),
});
