import { ActivityStream } from './activity.js';
import type { ActorCell } from './actor-cell.js';
import type { ActorClass, ActorDefinition } from './actor-definition.js';
import { ActorRef } from './actor-ref.js';
import { Actor } from './actor.js';
import type { Passage } from './arrival.js';
import { isHeard, isSendHeard } from './channels.js';
import type { Clock } from './clock.js';
import { DeadLetterOffice } from './dead-letters.js';
import { Drain } from './drain.js';
import { ActivationError, RuntimeStateError, UnknownActorError } from './errors.js';
import type { MailboxInstrumentation } from './instrumentation.js';
import { Inspection } from './inspection.js';
import { Instruments } from './instruments.js';
import type { MailboxLogger } from './logger.js';
import { MessageIds } from './message-id.js';
import type { RuntimeOptions } from './options.js';
import { redrive } from './redrive.js';
import { ReplyWaits } from './reply-waits.js';
import { Reporter } from './reporter.js';
import { Router } from './router.js';
import { Sampling } from './sampling.js';
import { Scheduler } from './scheduler.js';
import { seal } from './seal.js';
import { Sender } from './sender.js';
import { healthOf, type Snapshot, snapshotOf, totalsOf } from './snapshot.js';
import { TracedSender } from './traced-sender.js';
import type { Turns } from './turns.js';
import { Recipient } from './recipient.js';
import type { Verbs } from './verbs.js';
import type { Suspension } from './suspension.js';
import { Watch } from './watch.js';

/** What a runtime takes from the world around it. */
export interface RuntimeWorld {
  readonly clock: Clock;
  readonly logger: MailboxLogger;
  /** A number from 0 up to 1; it jitters backoffs. */
  readonly random: () => number;
  /** What the ids of this runtime's messages begin with. */
  readonly idPrefix: string;
  /** Takes the scheduler's place. Only the testing kit has one. */
  readonly turns?: Turns<ActorCell> | undefined;
  /** What messages pass before they are accepted. Only the testing kit has one. */
  readonly passage?: Passage | undefined;
}

/**
 * Where a runtime is in its life. `created`: it knows no actors yet, and keeps what it is told. `registered`: mailboxes fill,
 * nothing runs. `running`. `draining`: what is inside is handled, nothing comes in from outside. `closed`.
 */
export type RuntimeState = 'created' | 'registered' | 'running' | 'draining' | 'closed';

/** The inside of a runtime: what all its actors and cells share, and its life from registration to the end of the drain. */
export class ActorSystem {
  readonly clock: Clock;
  readonly logger: MailboxLogger;
  readonly random: () => number;
  readonly ids: MessageIds;
  readonly scheduler: Turns<ActorCell>;
  readonly sampling: Sampling;
  readonly passage: Passage | undefined;
  readonly watch: Watch<Suspension>;
  readonly replyWaits: ReplyWaits;
  readonly activity: ActivityStream;
  readonly deadLetters: DeadLetterOffice;
  readonly reporter: Reporter;
  readonly router = new Router();
  readonly sender: Sender;
  readonly instruments: Instruments;
  readonly inspection: Inspection;
  readonly #tracedSender: TracedSender;
  /** The verbs while nobody listens to what is sent. */
  private unheardVerbs: Verbs;
  /** The verbs for handlers: who listens was asked at the latest look at the clock. */
  verbsInside: Verbs;
  /** Whether anybody listened to what is sent or handled, at the latest look at the clock. */
  isHeard = false;
  /**
   * Whether a message that was handled is of interest to anybody: who observes the activity, or a handler that is pending. Kept, for it is
   * asked for each message; true for a while longer, until the watch is swept.
   */
  isWatched = false;
  #state: RuntimeState = 'created';
  private shutdown: Drain | undefined;

  constructor(
    readonly options: RuntimeOptions,
    { clock, logger, random, idPrefix, turns, passage }: RuntimeWorld,
  ) {
    this.clock = clock;
    this.logger = logger;
    this.random = random;
    this.ids = new MessageIds(idPrefix);
    this.inspection = new Inspection(options);
    this.scheduler = turns ?? new Scheduler(clock);
    this.sampling = new Sampling(this.scheduler);
    this.passage = passage;
    this.replyWaits = new ReplyWaits(this);
    this.watch = new Watch(this, () => {
      this.replyWaits.judge();
      this.#lookWhoWatches();
    });
    this.activity = new ActivityStream(logger, () => {
      this.sender.reconsider();
      this.#lookWhoWatches();
    });
    this.deadLetters = new DeadLetterOffice(options.deadLetters.capacity, logger, (letter) =>
      redrive(this, letter),
    );
    this.reporter = new Reporter(this.activity, this.deadLetters, logger, clock, this.ids, (at) =>
      this.scheduler.toEpoch(at),
    );
    this.sender = new Sender(this);
    this.instruments = new Instruments(logger);
    this.#tracedSender = new TracedSender(this.sender, this);
    this.unheardVerbs = this.verbsInside = this.sender;
    this.scheduler.onLook = () => {
      this.#lookWhoListens();
      this.sampling.renew();
    };
  }

  get state(): RuntimeState {
    return this.#state;
  }

  /** The verbs, for everybody who sends from outside: the plain ones unless somebody looks on. No getter: V8 takes those in last. */
  verbsNow(): Verbs {
    return isSendHeard() ? this.#tracedSender : this.unheardVerbs;
  }

  /** Milliseconds since the runtime was made, exactly. */
  elapsed(): number {
    return this.clock.now() - this.scheduler.toEpoch(0);
  }

  /** When a drain gives up, in milliseconds since the epoch. */
  get drainDeadline(): number {
    return this.shutdown?.deadline ?? Infinity;
  }

  instrument(instrumentation: MailboxInstrumentation): void {
    if (this.#state !== 'created') {
      throw new RuntimeStateError(
        'a runtime that knows its actors cannot be instrumented; do it before, in a constructor at the latest',
      );
    }
    this.instruments.add(instrumentation);
    this.unheardVerbs = this.verbsInside = this.#tracedSender;
  }

  register(definitions: readonly ActorDefinition[]): void {
    this.router.add(definitions.map((definition) => new Actor(definition, this)));
    if (this.#state !== 'created') return;
    this.#turnTo('registered');
    this.sender.sendEarly();
  }

  async start(): Promise<void> {
    if (this.#state !== 'registered') {
      const remedy =
        this.#state === 'created' ? 'register its actors first' : 'make a new one to start again';
      throw new RuntimeStateError(`a runtime that is ${this.#state} cannot be started; ${remedy}`);
    }
    this.#turnTo('running');
    this.#lookWhoListens(); // for what is told while instances come to life
    const failed = await this.#beginSingletons();
    if (failed !== undefined) this.#buryAll(failed.reason);
    this.scheduler.start();
    if (failed === undefined) return;
    await this.drain();
    throw failed.reason;
  }

  /**
   * Crashes the process in miniature: all that is memory is gone, and the singletons are activated again.
   *
   * @throws ActivationError when one of them could not be.
   */
  async crash(): Promise<void> {
    for (const actor of this.router.actors) actor.crash();
    const failed = await this.#beginSingletons();
    if (failed !== undefined) throw failed.reason;
  }

  drain(timeoutMs = this.options.drainTimeoutMs): Promise<void> {
    if (this.shutdown !== undefined) return this.shutdown.ended;
    const wasRunning = this.#state === 'running';
    if (this.#state === 'created') this.#giveUpEarly();
    this.#turnTo('draining');
    this.shutdown = new Drain(this, timeoutMs, () => this.#turnTo('closed'));
    this.shutdown.begin(wasRunning);
    return this.shutdown.ended;
  }

  /** Is told whenever a cell has come to rest, so that a drain sees its end. */
  rested(cell: ActorCell): void {
    this.shutdown?.rested(cell);
  }

  ref<A extends object>(target: ActorClass<A> | string, key?: string): ActorRef<A> {
    const name = typeof target === 'string' ? target : target.name;
    if (this.#state !== 'created' && this.router.find(target) === undefined) {
      throw new UnknownActorError(name);
    }
    return this.lazyRef(target, key);
  }

  /** A ref that looks its actor up with each message: it may be made, and told, before that actor is known. */
  lazyRef<A extends object>(target: ActorClass<A> | string, key?: string): ActorRef<A> {
    return new ActorRef<A>(new Recipient(this, target, key), seal);
  }

  snapshot(): Snapshot {
    const now = this.elapsed();
    const actors: Snapshot['actors'] = Object.create(null) as Snapshot['actors'];
    for (const actor of this.router.actors)
      (actors as Record<string, unknown>)[actor.definition.name] = snapshotOf(actor, now);
    const all = Object.values(actors);
    return {
      health: healthOf(all, this.#state === 'running'),
      totals: { ...totalsOf(all, this.sender.refusals.refused), unheard: this.sender.unheard },
      deadLetters: { ...this.deadLetters.counts },
      actors,
    };
  }

  #lookWhoListens(): void {
    this.isHeard = isHeard();
    this.verbsInside = this.verbsNow();
  }

  #lookWhoWatches(): void {
    this.isWatched = this.activity.isObserved || this.watch.holdsAny;
  }

  #turnTo(state: RuntimeState): void {
    this.#state = state;
    this.sender.reconsider();
  }

  /** The actors will never be known: what was told already becomes dead letters. */
  #giveUpEarly(): void {
    this.#turnTo('closed');
    this.sender.sendEarly();
  }

  /** The application will not come up: nothing that was told may be handled. */
  #buryAll(reason: unknown): void {
    for (const { cells } of this.router.actors)
      for (const cell of cells) cell.inbox.bury('shutdown', [reason]);
  }

  /** Activates the singletons, and answers with the first that failed. */
  async #beginSingletons(): Promise<PromiseRejectedResult | undefined> {
    const singletons = this.router.actors.filter(({ isKeyed }) => !isKeyed);
    const begun = await Promise.allSettled(singletons.map((actor) => this.#begin(actor)));
    return begun.find((result) => result.status === 'rejected');
  }

  async #begin({ cells, definition }: Actor): Promise<void> {
    for (const cell of cells) {
      try {
        await cell.life.begin();
      } catch (error) {
        throw new ActivationError(definition.className, error);
      }
    }
  }
}
