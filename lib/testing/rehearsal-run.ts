import { inspect } from 'node:util';
import type { MailboxLogger } from '../runtime/index.js';
import type { Audience } from './audience.js';
import { EscapedControlError } from './errors.js';
import type { FaultSource } from './fault-injector.js';
import { repeating } from './fault-injector.js';
import type { KitOptions } from './kit-options.js';
import { ManualClock } from './manual-clock.js';
import { kitOn, type MailboxTestKit } from './mailbox-test-kit.js';
import { playing, type Script } from './script.js';
import { Stage } from './stage.js';
import type { TestScheduler, Turn } from './test-scheduler.js';
import type { Trace } from './trace.js';
import type { TracedMessage, TracedOutcome } from './traced-message.js';

/** What is rehearsed: an application, what is done to it, and what has to hold whatever goes wrong. */
export interface RehearsalPlan {
  /**
   * The application, made afresh for every run. A function, where the test brings objects of its own that have to be as new, such as
   * a gateway or a clock.
   */
  readonly app: KitOptions | (() => KitOptions);
  /** Tells the application what it is to do, and lets time pass. */
  readonly scenario: (kit: MailboxTestKit) => void | Promise<void>;
  /** Throws when something is wrong that must never be, not even for a moment. It is asked after every turn. @default nothing */
  readonly always?: ((kit: MailboxTestKit) => void) | undefined;
  /** Throws when, all being over, something has not come about. @default nothing */
  readonly eventually?: ((kit: MailboxTestKit) => void | Promise<void>) | undefined;
  /**
   * What the outside can see when all is over, as data: rows of a table, the books of a fake gateway. A `rehearsalReport` compares it
   * with that of a run in which nothing goes wrong. @default what can be seen in the fields of actors and their providers
   */
  readonly observe?: ((kit: MailboxTestKit) => unknown) | undefined;
}

/** Which of the plan's parts has thrown, and what; or that a handler has returned a value, which no plan can mean. */
export interface Failure {
  readonly where: 'scenario' | 'always' | 'eventually' | 'handler';
  readonly error: unknown;
}

/** One call of a handler. */
export interface HandlerCall {
  readonly label: string;
  /** Without `mailbox://`. */
  readonly to: string;
  readonly message: object;
  /** The handlers that were pending when it began. */
  readonly beside: readonly HandlerCall[];
}

/** A message that was not the same any more when it was handled. */
export interface Mutation {
  readonly message: object;
  readonly to: string;
  readonly told: string;
  readonly seen: string;
}

/** One message of a run, and how it stood with it at the end. */
export interface Told {
  readonly type: string;
  /** Without `mailbox://`; undefined: no actor. */
  readonly from: string | undefined;
  readonly to: string;
  readonly outcome: TracedOutcome;
  readonly isRehearsed: boolean;
}

/** What came of one run. */
export interface Run {
  readonly failure: Failure | undefined;
  /** What has been decided, to do it again. */
  readonly script: Script;
  /** How often the scenario has sent something. */
  readonly sends: number;
  readonly trace: Trace;
  /** The trace, as it stood when the run was over. */
  readonly text: string;
  readonly told: readonly Told[];
  readonly calls: readonly HandlerCall[];
  readonly mutations: readonly Mutation[];
}

/** Who decides in a run. */
export interface Direction {
  readonly next: (waiting: readonly string[]) => Turn;
  readonly source: FaultSource;
  readonly without: readonly number[];
}

export function directed({ faults, turns, without }: Script): Direction {
  return { next: playing(turns), source: repeating(faults), without };
}

const SILENT: MailboxLogger = { debug() {}, log() {}, warn() {}, error() {} };

/**
 * Runs a plan once.
 *
 * @throws EscapedControlError, and what keeps the application from starting: neither says anything of the plan.
 */
export async function run(
  plan: RehearsalPlan,
  { next, source, without }: Direction,
  audience?: Audience,
): Promise<Run> {
  const options = typeof plan.app === 'function' ? plan.app() : plan.app;
  const clock = options.clock instanceof ManualClock ? options.clock : new ManualClock();
  const turns: Turn[] = [];
  const recording: TestScheduler = {
    next(waiting) {
      const turn = next(waiting);
      turns.push(turn);
      audience?.turnBegins?.(waiting[turn.index] as string);
      return turn;
    },
  };
  const stage = new Stage(clock, recording, SILENT, without);
  stage.injector.source = (name) => {
    audience?.arrives?.(name);
    return source(name);
  };
  const kit = await kitOn(stage, { ...options, unseenDeadLetters: 'ignore' });
  const witness = new Witness(stage, kit, audience);
  let broken: Failure | undefined;
  let where: Failure['where'] = 'scenario';
  stage.injector.afterEach = () => {
    audience?.turnEnds?.();
    try {
      plan.always?.(kit);
    } catch (error) {
      broken ??= { where: 'always', error };
      throw error;
    }
  };
  let failure: Failure | undefined;
  try {
    await plan.scenario(kit);
    await kit.settle();
    while (stage.injector.dueInMs > 0) await kit.advance(stage.injector.dueInMs);
    stage.check();
    where = 'eventually';
    await plan.eventually?.(kit);
  } catch (error) {
    if (error instanceof EscapedControlError) throw error;
    failure = broken ?? { where, error };
  } finally {
    stage.injector.afterEach = undefined;
    witness.stop();
    audience?.isOver?.(kit);
  }
  failure = witness.returned ?? failure;
  const trace = kit.trace();
  const result: Run = {
    failure,
    script: { faults: [...stage.injector.happened], turns, without },
    sends: stage.sends,
    trace,
    text: String(trace),
    told: trace.messages.map(asTold),
    calls: witness.calls,
    mutations: witness.mutations,
  };
  await kit.close();
  return result;
}

/** Sees what is told and what is handled. */
class Witness {
  readonly calls: HandlerCall[] = [];
  readonly mutations: Mutation[] = [];
  /** The first handler that has returned a value. */
  returned: Failure | undefined;
  readonly #told = new WeakMap<object, string>();
  readonly #pending = new Map<string, HandlerCall>();
  readonly #subscriptions: readonly { unsubscribe(): void }[];

  constructor(
    private readonly stage: Stage,
    kit: MailboxTestKit,
    audience: Audience | undefined,
  ) {
    audience?.opens?.(kit, stage);
    stage.onSend = (message) => {
      if (!this.#told.has(message)) this.#told.set(message, show(message));
    };
    stage.onCall = (label, address, message, instance) => {
      audience?.sees?.(address, instance);
      this.#called(label, short(address), message);
    };
    this.#subscriptions = [
      kit.runtime.activity.subscribe(({ type, address, envelope }) => {
        const isOver = type === 'handled' || type === 'failed' || type === 'dead-lettered';
        if (isOver && (envelope?.attempt ?? 0) > 0) this.#pending.delete(short(address ?? ''));
      }),
      kit.runtime.deadLetters.stream.subscribe(({ reason, errors: [error] }) => {
        if (reason === 'returned-value') this.returned ??= { where: 'handler', error };
      }),
    ];
  }

  stop(): void {
    this.stage.onSend = this.stage.onCall = undefined;
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  #called(label: string, to: string, message: object): void {
    const call: HandlerCall = { label, to, message, beside: [...this.#pending.values()] };
    this.calls.push(call);
    this.#pending.set(to, call);
    const told = this.#told.get(message);
    const seen = show(message);
    if (told !== undefined && told !== seen) this.mutations.push({ message, to, told, seen });
  }
}

function asTold({ envelope, notes, outcome }: TracedMessage): Told {
  const { type, from, to } = envelope;
  const isRehearsed = notes.some((note) => note.startsWith('rehearsed'));
  return { type, from: from && short(from), to: short(to), outcome, isRehearsed };
}

function show(message: object): string {
  return inspect(message, { depth: 6, breakLength: Infinity });
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}
