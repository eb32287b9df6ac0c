import { ActivationContext, ActorContext, abortContext } from './actor-context.js';
import type { Activity, ActivityType } from './activity.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import { type Cause, NEVER, NO_CAUSE } from './cause.js';
import { CellHost } from './cell-host.js';
import type { CellList } from './cell-list.js';
import type { ClockTimer } from './clock.js';
import type { DeadLetterReason } from './dead-letter.js';
import { HandlerTimeoutError } from './errors.js';
import type { Handler } from './handler.js';
import { Life } from './life.js';
import type { Offer, Slot } from './mailbox.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageId } from './message-id.js';
import { backoffAfter } from './retry.js';
import { ReturnedValueError } from './returned-value.js';
import type { Runnable } from './scheduler.js';
import { HANDLED } from './settlement.js';
import { Stash } from './stash.js';
import { isThenable } from './thenable.js';
import type { Watched } from './watch.js';

/** Messages of one cell handled before the next ready cell has its turn. */
const QUANTUM = 64;

/**
 * `idle`: nothing to do. `ready`: waits for its turn. `running`. `pending`: a promise goes on with it. `paused`: a timer does.
 * `gone`: it ended, and never runs again.
 */
type CellState = 'idle' | 'ready' | 'running' | 'pending' | 'paused' | 'gone';

const NOTHING: object = Object.freeze({});

/**
 * One live actor instance with its mailbox: takes the next message when the last one has settled, and never before.
 *
 * Only the `idle` state lets a message wake it. During a handler, across its awaits and between its attempts, the cell is in
 * another one: that is what keeps messages one at a time.
 */
export class ActorCell implements Slot, Runnable<ActorCell>, Watched<ActorCell> {
  list: CellList<ActorCell> | undefined;
  previous: ActorCell | undefined;
  next: ActorCell | undefined;

  /** The message in hand; between messages, the leftovers of the last one until the cell comes to rest. */
  message: object = NOTHING;
  cause: Cause = NO_CAUSE;
  id: MessageId = 0;
  at = 0;
  /** 0: no message is in hand. */
  attempt = 0;

  readonly mailbox: MemoryMailbox;
  readonly life = new Life(this);
  readonly host = new CellHost(this);
  dueAt = Infinity;
  /** Whether its handler has been pending for longer than is healthy. */
  isStuck = false;
  idleSince = 0;

  #state: CellState = 'idle';
  #context: ActivationContext | undefined;
  #handler: Handler | undefined;
  #errors: unknown[] | undefined;
  #startedAt = 0;
  #isSampled = false;
  #isStashing = false;
  #stash: Stash | undefined;
  #pause: ClockTimer | undefined;
  #onFulfilled: ((value: unknown) => void) | undefined;
  #onRejected: ((error: unknown) => void) | undefined;

  constructor(
    readonly actor: Actor,
    readonly address: Address,
  ) {
    this.mailbox = new MemoryMailbox(actor.mailbox.capacity);
  }

  get hasWork(): boolean {
    return (
      this.mailbox.size > 0 || (this.#stash?.returned ?? 0) > 0 || this.life.findTimers()?.hasDue === true
    );
  }

  /** Whether a promise, or a timer, goes on with this cell. */
  get isBusy(): boolean {
    return this.#state === 'pending' || this.#state === 'paused';
  }

  /** Whether an instance lives here and has nothing to do. */
  get isIdle(): boolean {
    return this.#state === 'idle' && this.life.instance !== undefined;
  }

  get stashed(): number {
    return this.#stash?.size ?? 0;
  }

  /** Class and method of the handler that is busy, or what else keeps the cell busy. */
  get business(): string {
    return this.attempt > 0 && this.#handler !== undefined
      ? this.#handler.label
      : `the lifecycle of ${String(this.address)}`;
  }

  oldestAt(): number | undefined {
    return this.#stash?.oldestAt() ?? this.mailbox.oldestAt();
  }

  offer(message: object, cause: Cause, id: MessageId, at: number): Offer {
    const returned = this.#stash?.returned ?? 0;
    if (returned > 0 && returned + this.mailbox.size >= this.mailbox.capacity) return 'full';
    return this.mailbox.offer(message, cause, id, at);
  }

  /** Makes room: the queued message accepted longest ago becomes a dead letter. */
  dropOldest(): void {
    const oldest: Slot = { message: NOTHING, cause: NO_CAUSE, id: 0, at: 0 };
    if (!this.#stash?.take(oldest)) this.mailbox.take(oldest);
    this.actor.counters.queued -= 1;
    this.#deadLetter(oldest, 'mailbox-full', []);
  }

  /** Has the cell run if nothing goes on in it. */
  wake(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'ready';
    this.actor.system.scheduler.ready(this);
  }

  run(): void {
    if (this.#state === 'gone') return;
    this.#state = 'running';
    for (let left = QUANTUM; left > 0; left -= 1) {
      if (!this.#step()) return;
      if (!this.actor.system.scheduler.spend()) break;
    }
    this.#state = 'idle';
    this.wake();
  }

  /** Nothing is left to do; whatever comes next wakes the cell. */
  rest(): void {
    this.#state = 'idle';
    this.message = NOTHING; // an idle cell must not keep its last message alive
    this.cause = NO_CAUSE;
    this.#handler = undefined;
    const { actor } = this;
    if (actor.definition.keyed && this.stashed === 0) {
      if (this.life.instance === undefined) {
        this.#state = 'gone';
        actor.release(this);
      } else if (!this.life.hasTimers) actor.rest(this);
    }
    actor.system.rested(this);
  }

  /** Goes on after a promise; what settles after the cell has ended is ignored. */
  await(
    promise: PromiseLike<unknown>,
    onValue: (value: unknown) => boolean,
    onError: (error: unknown) => boolean,
  ): void {
    this.#handler = undefined;
    this.#startedAt = this.actor.system.clock.now();
    this.#pend(this.actor.system.options.stuckAfterMs);
    const goOn = (step: (outcome: unknown) => boolean) => (outcome: unknown) => {
      if (this.#state === 'pending' && this.#unpend() && step(outcome))
        this.actor.system.scheduler.resume(this);
    };
    promise.then(goOn(onValue), goOn(onError));
  }

  pause(pauseMs: number): void {
    this.#state = 'paused';
    this.#pause = this.actor.system.clock.setTimer(() => this.hurry(), pauseMs, 'work');
  }

  /** Ends a pause. */
  hurry(): void {
    if (this.#state !== 'paused') return;
    this.#pause?.cancel();
    this.#pause = undefined;
    this.#state = 'idle';
    this.wake();
  }

  passivateIdle(): void {
    this.life.wish('passivate-if-idle');
    this.wake();
  }

  /** Ends an idle instance in this very call, unless its `onDeactivate` has to be awaited. */
  passivateNow(): void {
    this.list?.remove(this);
    this.life.wish('passivate-if-idle');
    this.run();
  }

  openContext(): ActivationContext {
    return (this.#context = new ActivationContext(this.host));
  }

  closeContext(): void {
    this.#context = undefined;
  }

  isCurrent(context: ActivationContext): boolean {
    return this.#context === context;
  }

  /** Puts what is stashed back in front of the queue. */
  unstash(): void {
    const count = this.#stash?.unstash() ?? 0;
    this.actor.counters.stashed -= count;
    this.actor.counters.queued += count;
  }

  /** Sets the message in hand aside once its handler has settled cleanly. */
  stashWhenSettled(): void {
    this.#isStashing = true;
  }

  /** What waits will not be handled: all of it becomes dead letters. */
  buryWaiting(reason: DeadLetterReason, errors: readonly unknown[]): void {
    const { counters } = this.actor;
    this.unstash();
    const slot: Slot = { message: NOTHING, cause: NO_CAUSE, id: 0, at: 0 };
    while (this.#stash?.take(slot) || this.mailbox.take(slot)) {
      counters.queued -= 1;
      this.#deadLetter(slot, reason, errors);
    }
  }

  /** What was set aside will not come back. */
  buryStashed(reason: DeadLetterReason): void {
    for (const slot of this.#stash?.empty() ?? []) {
      this.actor.counters.stashed -= 1;
      this.#deadLetter(slot, reason, []);
    }
  }

  /** Ends the cell as it stands, at the deadline of a drain: nobody waits for its handler any longer. */
  abandon(): void {
    const reason = new Error('the drain reached its deadline');
    if (this.#context !== undefined) abortContext(this.#context, reason);
    this.life.abandon();
    this.#pause?.cancel();
    this.list?.remove(this); // what it was waiting for will not be watched, nor run
    this.#state = 'gone';
    if (this.attempt > 0) this.#bury('shutdown', [...(this.#errors ?? []), reason]);
    this.buryWaiting('shutdown', []);
  }

  /** Is called when `dueAt` has come: a time limit, or the moment at which a handler counts as stuck. */
  overdue(): void {
    const { system } = this.actor;
    const now = system.clock.now();
    const timeoutMs = this.#handler?.timeoutMs ?? Infinity;
    const stuckAt = this.#startedAt + system.options.stuckAfterMs;
    if (this.#context !== undefined && now >= this.#startedAt + timeoutMs) {
      abortContext(this.#context, new HandlerTimeoutError(this.business, timeoutMs));
    }
    this.dueAt = now < stuckAt ? stuckAt : Infinity;
    if (now < stuckAt) return;
    this.isStuck = true;
    system.logger.warn(`${this.business} has been busy for ${now - this.#startedAt} ms; its mailbox waits`, {
      address: String(this.address),
    });
    this.report('stuck', this, { handler: this.business });
  }

  report(type: ActivityType, slot?: Readonly<Slot>, facts?: Partial<Activity>): void {
    const { reporter } = this.actor.system;
    if (!reporter.activity.isObserved) return;
    const envelope = slot && reporter.envelopeOf(slot, this.address, this.attempt);
    reporter.report(type, { address: String(this.address), envelope, ...facts });
  }

  #step(): boolean {
    if (this.attempt === 0) {
      if (!this.life.isReady) return this.life.step();
      if (!this.#take()) {
        this.rest();
        return false;
      }
    }
    return this.#attempt();
  }

  /** Takes what comes next: first what came back from the stash, then timer ticks, then the queue. */
  #take(): boolean {
    const { counters, system, waits } = this.actor;
    if (!this.#stash?.take(this)) {
      if (this.#takeTick()) return true;
      if (!this.mailbox.take(this)) return false;
    }
    counters.queued -= 1;
    counters.running += 1;
    this.attempt = 1;
    this.#handler = this.actor.handlers.get(this.message.constructor);
    const { now } = system.scheduler;
    this.#isSampled = now !== this.actor.sampledAt; // a look at the clock once a millisecond, however many messages
    if (this.#isSampled) {
      this.actor.sampledAt = now;
      waits.record(now - this.at);
    }
    return true;
  }

  #takeTick(): boolean {
    const tick = this.life.findTimers()?.take();
    if (tick === undefined) return false;
    const { counters, system } = this.actor;
    this.message = tick.message;
    this.cause = tick.cause;
    this.id = system.ids.next();
    this.at = system.scheduler.now;
    this.attempt = 1;
    this.#isSampled = false;
    this.#handler = this.actor.handlers.get(tick.message.constructor);
    counters.told += 1;
    counters.accepted += 1;
    counters.running += 1;
    this.report('accepted', this);
    return true;
  }

  /** Calls the handler once. */
  #attempt(): boolean {
    const { clock, scheduler } = this.actor.system;
    const handler = this.#handler as Handler;
    if (this.cause.expiresAt !== NEVER && this.cause.expiresAt <= clock.now()) {
      this.#bury('expired', this.#errors ?? []);
      return true;
    }
    const isTimed = this.#isSampled || handler.timeoutMs !== undefined;
    this.#startedAt = isTimed ? clock.now() : scheduler.toEpoch(scheduler.now);
    const context = new ActorContext(this.host, this, this.attempt);
    this.#context = context;
    try {
      const outcome = handler.invoke(this.life.instance as object, this.message, context);
      if (outcome === undefined || !isThenable(outcome)) return this.#returned(outcome);
      const promise = Promise.resolve(outcome);
      this.#pend(Math.min(handler.timeoutMs ?? Infinity, this.actor.system.options.stuckAfterMs));
      this.#onFulfilled ??= (value) => this.#settled(false, value);
      this.#onRejected ??= (error) => this.#settled(true, error);
      promise.then(this.#onFulfilled, this.#onRejected);
      return false;
    } catch (error) {
      return this.#failed(error);
    }
  }

  #settled(hasFailed: boolean, outcome: unknown): void {
    if (this.#state !== 'pending') return; // it was abandoned
    this.#unpend();
    if (hasFailed ? this.#failed(outcome) : this.#returned(outcome)) this.actor.system.scheduler.resume(this);
  }

  /** The attempt came to an end without an error. */
  #returned(value: unknown): boolean {
    if (this.#isOverdue()) return this.#failed(undefined);
    if (value !== undefined) return this.#forbid(value);
    if (this.#isStashing) return this.#setAside();
    const { counters, durations, system } = this.actor;
    this.#finish();
    counters.handled += 1;
    if (this.#isSampled) durations.record(system.clock.now() - this.#startedAt);
    this.cause.settled?.(HANDLED);
    if (system.reporter.activity.isObserved) this.report('handled', this, { handler: this.#handler?.label });
    return true;
  }

  /** A handler answers with messages or not at all: its value goes nowhere. */
  #forbid(value: unknown): true {
    const handler = this.#handler as Handler;
    const error = new ReturnedValueError(handler.label, value);
    this.actor.system.logger.error(error.message, { address: String(this.address), type: handler.type });
    this.report('returned-value', this, { handler: handler.label, error });
    this.#bury('returned-value', [...(this.#errors ?? []), error]);
    return true;
  }

  #failed(error: unknown): boolean {
    const { counters, system } = this.actor;
    const handler = this.#handler as Handler;
    const isOverdue = this.#isOverdue();
    if (isOverdue) error = new HandlerTimeoutError(handler.label, handler.timeoutMs as number, error);
    counters.failed += 1;
    (this.#errors ??= []).push(error);
    this.#context = undefined;
    this.#isStashing = false;
    this.report('failed', this, { handler: handler.label, error });
    if (this.attempt >= handler.retry.attempts) {
      this.#bury(isOverdue ? 'timed-out' : 'handler-failed', this.#errors);
      return this.life.supervise();
    }
    const pauseMs =
      system.state === 'draining' ? 0 : backoffAfter(this.attempt, handler.retry, system.random);
    this.attempt += 1;
    this.report('retried', this, { handler: handler.label });
    if (pauseMs === 0) return true;
    this.pause(pauseMs);
    return false;
  }

  #isOverdue(): boolean {
    const { timeoutMs } = this.#handler as Handler;
    return timeoutMs !== undefined && this.actor.system.clock.now() - this.#startedAt >= timeoutMs;
  }

  #setAside(): true {
    if (this.stashed >= this.mailbox.capacity) {
      this.#bury('stash-overflow', []);
      return true;
    }
    this.#finish();
    this.#stash ??= new Stash();
    this.#stash.push(this);
    this.actor.counters.stashed += 1;
    return true;
  }

  /** The message in hand was not handled, and will not be. */
  #bury(reason: DeadLetterReason, errors: readonly unknown[]): void {
    const { attempt } = this;
    this.#finish();
    this.#deadLetter(this, reason, errors, attempt);
  }

  /** The message in hand is no longer running. */
  #finish(): void {
    this.#context = undefined;
    this.#errors = undefined;
    this.#isStashing = false;
    this.attempt = 0;
    this.actor.counters.running -= 1;
  }

  #deadLetter(slot: Readonly<Slot>, reason: DeadLetterReason, errors: readonly unknown[], attempt = 0): void {
    const { counters, deduplication, system } = this.actor;
    counters.dead += 1;
    deduplication?.forget(system.ids.format(slot.id));
    slot.cause.settled?.({ kind: 'dead', reason, errors });
    const envelope = system.reporter.envelopeOf(slot, this.address, attempt);
    system.reporter.deadLetter(reason, envelope, errors, attempt > 0 ? this.#handler?.label : undefined);
  }

  #pend(dueInMs: number): void {
    this.#state = 'pending';
    this.isStuck = false;
    this.dueAt = this.#startedAt + dueInMs;
    this.actor.system.watch.add(this);
  }

  #unpend(): true {
    this.#state = 'ready';
    this.isStuck = false;
    this.actor.system.watch.remove(this);
    return true;
  }
}
