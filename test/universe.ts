import { setImmediate } from 'node:timers';
import type { ActorContext } from '../lib/runtime/actor-context.js';
import type { ActorDefinition, HandlerDefinition } from '../lib/runtime/actor-definition.js';
import type { RuntimeWorld } from '../lib/runtime/actor-system.js';
import type { Activity } from '../lib/runtime/activity.js';
import type { LogFacts, MailboxLogger } from '../lib/runtime/logger.js';
import type { MessageClass } from '../lib/runtime/message.js';
import { type PartialOptions, resolveOptions, type RuntimeOptions } from '../lib/runtime/options.js';
import { MailboxRuntime, movementOf } from '../lib/runtime/runtime.js';
import type { MessageCounts, Snapshot } from '../lib/runtime/snapshot.js';
import { ManualClock } from '../lib/testing/manual-clock.js';

export { ManualClock };

/** What a handler of these tests does: with the message, its context, and the live instance. */
type React<M extends object, A extends object> = (message: M, context: ActorContext, self: A) => unknown;

type HandlerOptions = Pick<HandlerDefinition, 'keyBy' | 'retry' | 'timeoutMs'>;

type ActorOptions = Partial<Omit<ActorDefinition, 'handlers' | 'name'>>;

let methods = 0;

/** A handler of an actor that owns the message. */
export function handle<M extends object, A extends object = object>(
  message: MessageClass<M>,
  react: React<M, A>,
  options: HandlerOptions = {},
): HandlerDefinition {
  return {
    message,
    kind: 'handle',
    method: react.name || `handler${(methods += 1)}`,
    takesContext: react.length > 1, // as the wiring sees it
    invoke: react.length < 3 ? (react as HandlerDefinition['invoke']) : withInstance(react),
    ...options,
  };
}

function withInstance<M extends object, A extends object>(react: React<M, A>): HandlerDefinition['invoke'] {
  return function invoke(received, context) {
    return react(received as M, context, this as A);
  };
}

/** A handler of an actor that subscribes to the event. */
export function subscribe<M extends object, A extends object = object>(
  event: MessageClass<M>,
  react: React<M, A>,
  options: HandlerOptions = {},
): HandlerDefinition {
  return { ...handle(event, react, options), kind: 'subscribe' };
}

/** An actor as data: `order` is the actor of the class `OrderActor`; with a `keyBy` it is keyed. */
export function actor(
  name: string,
  handlers: readonly HandlerDefinition[],
  options: ActorOptions = {},
): ActorDefinition {
  return {
    name,
    className: `${name.charAt(0).toUpperCase()}${name.slice(1)}Actor`,
    classes: [],
    keyed: options.keyBy !== undefined || handlers.some(({ keyBy }) => keyBy !== undefined),
    create: () => ({}),
    ...options,
    handlers,
  };
}

/** Holds whoever awaits it, until it is opened. */
export class Gate {
  readonly opened: Promise<void>;
  open!: () => void;
  fail!: (error: unknown) => void;

  constructor() {
    this.opened = new Promise((resolve, reject) => {
      this.open = resolve;
      this.fail = reject;
    });
  }
}

/** Something that is awaited like a promise and is none. */
export function thenable(
  then: (resolve: (value?: unknown) => void, reject: (error: unknown) => void) => void,
): object {
  return { then }; // oxlint-disable-line unicorn/no-thenable -- that is what it is for
}

export interface LogLine {
  readonly level: keyof MailboxLogger;
  readonly text: string;
  readonly facts: LogFacts | undefined;
}

/** A logger that keeps what it is given. */
export class RecordingLogger implements MailboxLogger {
  readonly lines: LogLine[] = [];

  debug(text: string, facts?: LogFacts): void {
    this.lines.push({ level: 'debug', text, facts });
  }

  log(text: string, facts?: LogFacts): void {
    this.lines.push({ level: 'log', text, facts });
  }

  warn(text: string, facts?: LogFacts): void {
    this.lines.push({ level: 'warn', text, facts });
  }

  error(text: string, facts?: LogFacts): void {
    this.lines.push({ level: 'error', text, facts });
  }

  texts(level?: keyof MailboxLogger): string[] {
    return this.lines.filter((line) => level === undefined || line.level === level).map(({ text }) => text);
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Turns of the event loop in which no actor waits for its turn that count as rest. The scheduler's own, which reads the clock once, is over
 * by then even if it was spent: that one lasts until the loop came round twice.
 */
const QUIET_TURNS = 3;

/** Turns in which actors wait and none has its turn: the runtime is not running them. */
const STALLED_TURNS = 10;

/** More turns than any of these tests needs to come to rest. */
const MOST_TURNS = 20_000;

/** A runtime of a test's own, with a clock that stands still, a logger that remembers, and chance by seed. */
export class Universe {
  readonly clock = new ManualClock();
  readonly logger = new RecordingLogger();
  readonly runtime: MailboxRuntime;

  constructor(options: PartialOptions<RuntimeOptions> = {}, seed = 1, world: Partial<RuntimeWorld> = {}) {
    this.runtime = new MailboxRuntime(resolveOptions(options), {
      clock: this.clock,
      logger: this.logger,
      random: seededRandom(seed),
      idPrefix: 'm',
      ...world,
    });
  }

  /** A universe whose actors run. */
  static async of(
    actors: ActorDefinition | readonly ActorDefinition[],
    options: PartialOptions<RuntimeOptions> = {},
    world: Partial<RuntimeWorld> = {},
  ): Promise<Universe> {
    const universe = new Universe(options, 1, world);
    universe.runtime.register([actors].flat());
    await universe.runtime.start();
    return universe;
  }

  /** Waits until nothing waits for its turn. What is pending, held by a gate or by the clock, stays so. */
  async quiet(): Promise<void> {
    let quiet = 0;
    let stalled = 0;
    let before = '';
    for (let turns = 0; quiet < QUIET_TURNS && stalled < STALLED_TURNS; turns += 1) {
      if (turns > MOST_TURNS) throw new Error(`no rest: ${movementOf(this.runtime).join(', ')}`);
      await turnOfTheLoop();
      const waiting = movementOf(this.runtime).filter((line) => line.endsWith('waits for its turn'));
      const now = JSON.stringify([waiting, this.runtime.snapshot()]);
      quiet = waiting.length === 0 ? quiet + 1 : 0;
      stalled = waiting.length > 0 && now === before ? stalled + 1 : 0;
      before = now;
    }
    expectIdentity(this.runtime);
  }

  /**
   * Waits until no handler is pending either, for handlers that go on by themselves: a count of turns would be a wager on the
   * machine, as whoever is slow has less done in each.
   */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = movementOf(this.runtime).length === 0 ? quiet + 1 : 0)
      await this.quiet();
  }

  /** Moves the clock; whenever a timer has fired, actors come to rest before the next one does. */
  async advance(ms: number): Promise<void> {
    const until = this.clock.timeAfter(ms);
    await this.quiet();
    while (this.clock.fireNext(until)) await this.quiet();
    this.clock.advance(until - this.clock.now());
    await this.quiet();
  }

  /** Every activity from now on. */
  record(): Activity[] {
    const activities: Activity[] = [];
    this.runtime.activity.subscribe((activity) => activities.push(activity));
    return activities;
  }

  get totals(): MessageCounts {
    return this.runtime.snapshot().totals;
  }

  /** The reasons of the dead letters, the oldest first. */
  get reasons(): string[] {
    return this.runtime.deadLetters.list().map(({ reason }) => reason);
  }
}

/** What a call throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The accounting identity, for each actor and for all together. Answers with the snapshot that it holds for. */
export function expectIdentity(runtime: MailboxRuntime): Snapshot {
  const snapshot = runtime.snapshot();
  expectToAddUp('totals', snapshot.totals);
  for (const [name, counts] of Object.entries(snapshot.actors)) {
    expectToAddUp(name, counts);
    const handled = Object.values(counts.messages).reduce((sum, tally) => sum + tally.handled, 0);
    if (handled !== counts.handled)
      throw new Error(`by type ${name} handled ${handled} of ${counts.handled}`);
  }
  return snapshot;
}

function expectToAddUp(name: string, counts: MessageCounts): void {
  const { told, accepted, refused, duplicate, handled, dead, queued, running, stashed } = counts;
  if (told === accepted + refused + duplicate && accepted === handled + dead + queued + running + stashed)
    return;
  throw new Error(`the identity does not hold for ${name}: ${JSON.stringify(counts)}`);
}
