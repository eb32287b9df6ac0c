import { thrownBy } from '../../test/universe.js';
import { InvalidOptionsError } from './errors.js';
import {
  ACTOR_OPTIONS,
  DEFAULT_OPTIONS,
  fill,
  HANDLER_OPTIONS,
  optionProblems,
  resolveOptions,
} from './options.js';

/** What is said of wrong options. */
const problemOf = (check: () => unknown): InvalidOptionsError => thrownBy(check) as InvalidOptionsError;

const WHOLE = [0, 1.5, -1, NaN, Infinity, '1', null, {}];
const DURATION = [-1, NaN, Infinity, '1', null, true];
const FLAG = ['true', 0, null];

describe('resolveOptions', () => {
  it('fills in the defaults', () => {
    expect(resolveOptions()).toEqual(DEFAULT_OPTIONS);
    expect(
      resolveOptions({ mailbox: { capacity: 5 }, stuckAfterMs: 7, retry: { jitter: undefined as never } }),
    ).toEqual({
      ...DEFAULT_OPTIONS,
      mailbox: { capacity: 5, overflow: 'reject' },
      stuckAfterMs: 7,
    });
  });

  it('has the defaults of the documentation', () => {
    expect(DEFAULT_OPTIONS).toEqual({
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
  });

  const wrong: Record<string, unknown[]> = {
    'mailbox.capacity': WHOLE,
    'mailbox.overflow': ['drop', null, 1],
    'supervision.onFailure': ['retry', null],
    'supervision.maxRestarts': [-1, 1.5, '1'],
    'supervision.withinMs': DURATION,
    'supervision.backoffMs': DURATION,
    'supervision.maxBackoffMs': DURATION,
    'retry.backoffMs': DURATION,
    'retry.factor': [0.5, NaN, Infinity, '2'],
    'retry.maxBackoffMs': DURATION,
    'retry.jitter': FLAG,
    'retry.attempts': [3], // always explicit, at the handler
    freeze: [true, 'on', null],
    validate: [true, 'on', null],
    'deadLetters.capacity': WHOLE,
    maxInstances: WHOLE,
    drainTimeoutMs: DURATION,
    stuckAfterMs: DURATION,
    autoStart: FLAG,
    mailboxes: [{}],
    'mailbox.size': [1],
    mailbox: [null, 1, [], 'x'],
    constructor: [{}],
    toString: [{}],
  };
  for (const [path, values] of Object.entries(wrong)) {
    it(`names options.${path} when that is wrong`, () => {
      for (const value of values) {
        const given = path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
        const error = problemOf(() => resolveOptions(given as never));
        const { path: named, message } = error;
        expect(named).toBe(`options.${path}`);
        expect(error).toBeInstanceOf(InvalidOptionsError);
        expect(message).toMatch(
          /^options\.[\w.]+ (must be (a |one of |true|an object)|is unknown; known here: )/,
        );
      }
    });
  }

  it('refuses what is no object', () => {
    for (const given of [null, 1, 'x', []])
      expect(problemOf(() => resolveOptions(given as never))).toMatchObject({
        path: 'options',
        message: 'options must be an object',
      });
  });

  it('refuses a longest pause below the first, also where one of them is a default', () => {
    for (const [given, message] of [
      [
        { retry: { backoffMs: 20_000 } },
        'options.retry.maxBackoffMs (10000) is below options.retry.backoffMs (20000)',
      ],
      [
        { supervision: { maxBackoffMs: 50 } },
        'options.supervision.maxBackoffMs (50) is below options.supervision.backoffMs (100)',
      ],
    ] as const) {
      expect(problemOf(() => resolveOptions(given)).message).toBe(message);
    }
    expect(resolveOptions({ retry: { backoffMs: 0, maxBackoffMs: 0 } }).retry.maxBackoffMs).toBe(0);
  });

  it('leaves the defaults alone', () => {
    resolveOptions({ mailbox: { capacity: 1 } });
    expect(DEFAULT_OPTIONS.mailbox.capacity).toBe(10_000);
    expect(fill(DEFAULT_OPTIONS, undefined)).toBe(DEFAULT_OPTIONS);
  });
});

describe('the options of an actor and of a handler', () => {
  const right: [object, typeof ACTOR_OPTIONS][] = [
    [{}, ACTOR_OPTIONS],
    [
      { name: 'order.v-2', keyBy: () => '', idleTimeoutMs: 0, maxInstances: 1, deduplicate: { size: 1 } },
      ACTOR_OPTIONS,
    ],
    [{ mailbox: { capacity: 1 }, supervision: { maxRestarts: 0 }, keyBy: undefined }, ACTOR_OPTIONS],
    [{ retry: { attempts: 1, factor: 1 }, timeoutMs: 0.5, keyBy: () => '' }, HANDLER_OPTIONS],
  ];
  for (const [given, group] of right) {
    it(`take ${JSON.stringify(given)}`, () => {
      expect(optionProblems('@Actor', given, group, DEFAULT_OPTIONS)).toEqual([]);
    });
  }

  const wrong: [string, object, typeof ACTOR_OPTIONS][] = [
    ['name', { name: 'a b' }, ACTOR_OPTIONS],
    ['name', { name: '' }, ACTOR_OPTIONS],
    ['name', { name: 1 }, ACTOR_OPTIONS],
    ['keyBy', { keyBy: 'orderId' }, ACTOR_OPTIONS],
    ['deduplicate', { deduplicate: true }, ACTOR_OPTIONS],
    ['deduplicate.size', { deduplicate: { size: 0 } }, ACTOR_OPTIONS],
    ['idleTimeoutMs', { idleTimeoutMs: '1m' }, ACTOR_OPTIONS],
    ['retry', { retry: 3 }, HANDLER_OPTIONS],
    ['retry.attempts', { retry: { attempts: 0 } }, HANDLER_OPTIONS],
    ['timeoutMs', { timeoutMs: -1 }, HANDLER_OPTIONS],
    ['timeoutMs', { timeoutMs: 0 }, HANDLER_OPTIONS],
    ['timeoutMs', { timeoutMs: Infinity }, HANDLER_OPTIONS],
    ['timeout', { timeout: 1 }, HANDLER_OPTIONS],
  ];
  for (const [path, given, group] of wrong) {
    it(`refuse ${JSON.stringify(given)}`, () => {
      expect(optionProblems('@Actor', given, group, DEFAULT_OPTIONS)).toMatchObject([
        { path: `@Actor.${path}` },
      ]);
    });
  }

  it('are judged as a whole: every problem is told, and a group that has one is not asked for contradictions', () => {
    const given = {
      mailbox: { capacity: 0, overflow: 'explode', size: 1 },
      supervision: { backoffMs: 20_000 },
      colour: 'red',
    };
    expect(optionProblems('@Actor', given, ACTOR_OPTIONS, DEFAULT_OPTIONS).map(({ path }) => path)).toEqual([
      '@Actor.mailbox.capacity',
      '@Actor.mailbox.overflow',
      '@Actor.mailbox.size',
      '@Actor.colour',
      '@Actor.supervision.maxBackoffMs',
    ]);
    const broken = { supervision: { backoffMs: 20_000, maxBackoffMs: '1s' } };
    expect(optionProblems('@Actor', broken, ACTOR_OPTIONS, DEFAULT_OPTIONS)).toEqual([
      { path: '@Actor.supervision.maxBackoffMs', problem: 'must be a number of milliseconds, 0 or more' },
    ]);
    expect(optionProblems('@Actor', 'order', ACTOR_OPTIONS, DEFAULT_OPTIONS)).toEqual([
      { path: '@Actor', problem: 'must be an object' },
    ]);
  });
});
