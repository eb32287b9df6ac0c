import type { ActorCell } from './actor-cell.js';
import { ActorContext, causeOf } from './actor-context.js';
import { type Cause, NEVER, NO_CAUSE } from './cause.js';
import type { DeadLetterReason } from './dead-letter.js';
import { HandlerTimeoutError, MessageExpiredError, StashFullError } from './errors.js';
import type { Handler } from './handler.js';
import { emptySlot } from './inbox.js';
import type { Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';
import { backoffAfter } from './retry.js';
import { ReturnedValueError } from './returned-value.js';
import { HANDLED } from './settlement.js';
import { isThenable } from './thenable.js';

/**
 * The message that a cell has in hand: taken, attempted, attempted again, and settled in one of four ways: handled, stashed,
 * dead, or still pending when the cell ends.
 *
 * Methods that return a boolean take one step: true means go on, false that something is pending or paused.
 */
export class Handling implements Slot {
  /** Between messages, the leftovers of the last one until the cell comes to rest. */
  message: object = emptySlot().message;
  cause: Cause = NO_CAUSE;
  id: MessageId = 0;
  at = 0;
  /** 0: no message is in hand. */
  attempt = 0;
  handler: Handler | undefined;
  /** When the attempt began: milliseconds since the epoch, exact to the scheduler's look at the clock. */
  startedAt = 0;
  isStashing = false;
  /** The cause of the handler's sends, while it is pending. */
  sends: Cause | undefined;
  #errors: unknown[] | undefined;
  #isSampled = false;
  #onFulfilled: ((value: unknown) => void) | undefined;
  #onRejected: ((error: unknown) => void) | undefined;

  constructor(private readonly cell: ActorCell) {}

  /** Takes what comes next: first what came back from the stash, then timer ticks, then the queue. */
  take(): boolean {
    const { actor, inbox, life } = this.cell;
    const { counters, system } = actor;
    if (life.findTimers()?.hasDue === true && !inbox.hasReturned) return this.#takeTick();
    if (!inbox.take(this)) return false;
    counters.queued -= 1;
    counters.running += 1;
    this.attempt = 1;
    this.handler = actor.handlers.get(this.message.constructor);
    const { now } = system.scheduler;
    this.#isSampled = now !== actor.sampledAt; // a look at the clock once a millisecond, however many messages
    if (this.#isSampled) {
      actor.sampledAt = now;
      actor.waits.record(now - this.at);
    }
    return true;
  }

  /** Calls the handler once. */
  run(): boolean {
    const { actor, host, life } = this.cell;
    const { clock, scheduler } = actor.system;
    const handler = this.handler as Handler;
    if (this.cause.expiresAt !== NEVER && this.cause.expiresAt <= clock.now())
      return this.#bury('expired', new MessageExpiredError(this.cause.expiresAt));
    const isTimed = this.#isSampled || handler.timeoutMs !== undefined;
    this.startedAt = isTimed ? clock.now() : scheduler.toEpoch(scheduler.now);
    const context = new ActorContext(host, this, this.attempt);
    this.cell.context = context;
    let outcome: unknown;
    let pending: Promise<unknown> | undefined;
    try {
      outcome = handler.invoke(life.instance as object, this.message, context);
      if (outcome !== undefined && isThenable(outcome)) pending = Promise.resolve(outcome);
    } catch (error) {
      return this.#failed(error);
    }
    return pending === undefined ? this.#returned(outcome) : this.#pend(pending, handler, context);
  }

  /** Leaves the message as a dead letter: the cell ends, and nobody waits for the handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.#release();
    if (this.attempt > 0) this.#bury(reason, error);
  }

  /** Lets go of the last message, so that an idle cell does not keep it alive. */
  clear(): void {
    Object.assign(this, emptySlot());
    this.handler = undefined;
  }

  #takeTick(): boolean {
    const { actor, life } = this.cell;
    const tick = life.findTimers()?.take();
    if (tick === undefined) return false;
    this.message = tick.message;
    this.cause = tick.cause;
    this.id = actor.system.ids.next();
    this.at = actor.system.scheduler.now;
    this.attempt = 1;
    this.#isSampled = false;
    this.handler = actor.handlers.get(tick.message.constructor);
    actor.counters.told += 1;
    actor.counters.accepted += 1;
    actor.counters.running += 1;
    this.cell.report('accepted', this);
    return true;
  }

  #pend(promise: Promise<unknown>, { timeoutMs = Infinity }: Handler, context: ActorContext): false {
    this.sends = causeOf(context).hold(this.cell);
    this.cell.pend(this.startedAt, timeoutMs);
    this.#onFulfilled ??= (value) => this.#settled(false, value);
    this.#onRejected ??= (error) => this.#settled(true, error);
    // Not the promise's own `then`, if it has one: this one calls back once, and later.
    void Promise.prototype.then.call(promise, this.#onFulfilled, this.#onRejected);
    return false;
  }

  #settled(hasFailed: boolean, outcome: unknown): void {
    if (!this.cell.unpend()) return; // it was abandoned
    this.#release();
    if (hasFailed ? this.#failed(outcome) : this.#returned(outcome)) this.cell.resume();
  }

  #release(): void {
    this.sends?.release();
    this.sends = undefined;
  }

  /** The attempt came to an end without an error. */
  #returned(value: unknown): boolean {
    if (this.#isOverdue()) return this.#failed(undefined);
    if (value !== undefined) return this.#forbid(value);
    if (this.isStashing) return this.#stash();
    const { attempt } = this;
    const { counters, durations, system } = this.cell.actor;
    this.#finish();
    counters.handled += 1;
    if (this.#isSampled) durations.record(system.clock.now() - this.startedAt);
    this.cause.settled?.(HANDLED);
    if (system.reporter.activity.isObserved)
      this.cell.report('handled', this, { handler: this.handler?.label }, attempt);
    return true;
  }

  /** A handler answers with messages or not at all: its value goes nowhere. */
  #forbid(value: unknown): true {
    const { label } = this.handler as Handler;
    const error = new ReturnedValueError(label, value);
    this.cell.report('returned-value', this, { handler: label, error });
    return this.#bury('returned-value', error);
  }

  #failed(error: unknown): boolean {
    const { counters, system } = this.cell.actor;
    const handler = this.handler as Handler;
    const isOverdue = this.#isOverdue();
    if (isOverdue) error = new HandlerTimeoutError(handler.label, handler.timeoutMs as number, error);
    counters.failed += 1;
    (this.#errors ??= []).push(error);
    this.cell.context = undefined;
    this.isStashing = false;
    this.cell.report('failed', this, { handler: handler.label, error });
    if (this.attempt >= handler.retry.attempts) {
      this.#bury(isOverdue ? 'timed-out' : 'handler-failed');
      return this.cell.life.supervise();
    }
    const pauseMs =
      system.state === 'draining' ? 0 : backoffAfter(this.attempt, handler.retry, system.random);
    this.attempt += 1;
    this.cell.report('retried', this, { handler: handler.label });
    if (pauseMs === 0) return true;
    this.cell.pause(pauseMs);
    return false;
  }

  #isOverdue(): boolean {
    const { timeoutMs } = this.handler as Handler;
    return timeoutMs !== undefined && this.cell.actor.system.clock.now() - this.startedAt >= timeoutMs;
  }

  #stash(): true {
    const { actor, address, inbox } = this.cell;
    if (!inbox.setAside(this)) {
      return this.#bury('stash-overflow', new StashFullError(String(address), actor.mailbox.capacity));
    }
    this.#finish();
    this.cell.actor.counters.stashed += 1;
    return true;
  }

  /** The message was not handled, and will not be. */
  #bury(reason: DeadLetterReason, error?: unknown): true {
    const { attempt } = this;
    const errors = [...(this.#errors ?? []), ...(error === undefined ? [] : [error])];
    this.#finish();
    this.cell.deadLetter(this, reason, errors, attempt);
    return true;
  }

  /** The message is no longer running. */
  #finish(): void {
    this.cell.context = undefined;
    this.#errors = undefined;
    this.isStashing = false;
    this.attempt = 0;
    this.cell.actor.counters.running -= 1;
  }
}
