import type { ActorCell } from './actor-cell.js';
import type { ActorContext } from './actor-context.js';
import type { DeadLetterReason } from './dead-letter.js';
import { again, attemptOf, type Delivery } from './delivery.js';
import { HandlerTimeoutError, MessageExpiredError, StashFullError } from './errors.js';
import type { Handler } from './handler.js';
import type { AttemptOutcome } from './instrumentation.js';
import { backoffAfter } from './retry.js';
import { ReturnedValueError } from './returned-value.js';
import { HANDLED } from './settlement.js';
import { PendingFollower } from './pending-follower.js';
import { hear, isThenable, whenSettled } from './thenable.js';
import { errorFrom } from './thrown.js';

/**
 * The message in a cell's hand, from the moment at which its handler did anything else than to return nothing: it waits for a
 * promise, fails and is tried again, is set aside, or dies.
 *
 * Methods that return a boolean take one step: true means go on, false that something is pending or paused.
 */
export class Handling {
  context: ActorContext | undefined = undefined;
  /** When the attempt began, in the scheduler's time; for one that is not measured, about when. */
  private startedAt: number | undefined = undefined;
  /** Whether how long it takes is measured. */
  private isSampled = false;
  private errors: unknown[] | undefined = undefined;
  private onFulfilled: ((value: unknown) => void) | undefined = undefined;
  private onRejected: ((error: unknown) => void) | undefined = undefined;
  private held: Delivery | undefined = undefined;
  private ownFollower: PendingFollower | undefined = undefined;

  constructor(private readonly cell: ActorCell) {}

  /** The latest attempt; undefined: no message is in hand. */
  get delivery(): Delivery | undefined {
    this.ownFollower?.handOver();
    return this.held;
  }

  /** Whether an attempt has ended, and its message is still in hand. */
  get isHeld(): boolean {
    return this.held !== undefined;
  }

  /** Whether this is the attempt. */
  holds(delivery: Delivery): boolean {
    return this.held === delivery;
  }

  get handler(): Handler | undefined {
    return this.delivery?.handler;
  }

  /** A message whose `async` handler is pending, if it followed one that it is like. */
  get follower(): PendingFollower {
    return (this.ownFollower ??= new PendingFollower(this.cell, this));
  }

  /** An attempt begins that is measured. */
  measure(startedAt: number, isSampled: boolean): void {
    this.startedAt = startedAt;
    this.isSampled = isSampled;
  }

  /** Takes a message in hand, or one attempt more at it. */
  hold(delivery: Delivery, context: ActorContext | undefined): this {
    this.held = delivery;
    this.context = context;
    this.startedAt ??= this.cell.system.scheduler.now;
    return this;
  }

  /** Lets go of the message. */
  release(): void {
    const above = this.held?.above;
    if (above !== undefined) this.cell.forget(this.current(), above);
    this.held = this.context = this.errors = this.startedAt = undefined;
    this.isSampled = false;
    this.cell.isStashing = false;
  }

  /** The handler came back with something, or with nothing while more is to be looked at. */
  returned(outcome: unknown): boolean {
    if (this.current().handler.isAsync === true) return this.pendOrdinary(outcome as Promise<void>);
    try {
      if (outcome !== undefined && isThenable(outcome)) return this.pend(outcome);
    } catch (error) {
      return this.failed(error);
    }
    return this.fulfilled(outcome);
  }

  /** The attempt failed; supervision acts after the last one. */
  failed(error: unknown): boolean {
    const { counters, system } = this.cell.actor;
    const delivery = this.current();
    const { handler } = delivery;
    const attempt = attemptOf(delivery);
    const { actor, label, retry, timeoutMs } = handler;
    const isOverdue = this.isOverdue();
    const { classes } = actor.definition;
    const thrown = error === undefined && isOverdue ? undefined : errorFrom(error, label, classes);
    const failure = isOverdue ? new HandlerTimeoutError(label, timeoutMs as number, thrown) : thrown;
    counters.failed += 1;
    (this.errors ??= []).push(failure);
    this.cell.endAttempt(delivery);
    this.cell.hasPrior = true;
    this.cell.report('failed', delivery, { handler: label, error: failure }, attempt);
    if (attempt >= retry.attempts) {
      this.bury(isOverdue ? 'timed-out' : 'handler-failed');
      return this.cell.life.supervise();
    }
    const pauseMs = system.state === 'draining' ? 0 : backoffAfter(attempt, retry, system.random);
    this.ended({ kind: 'retried', error: failure });
    this.cell.report('retried', delivery, { handler: label }, attempt + 1);
    if (pauseMs === 0) return true;
    this.cell.suspension.pause(pauseMs);
    return false;
  }

  /** Calls the handler once more. */
  again(): boolean {
    const delivery = this.current();
    this.held = this.context = undefined;
    const goesOn = this.cell.attempt(again(delivery, attemptOf(delivery) + 1), this.isSampled);
    if (!this.isHeld) this.errors = undefined; // this time it just returned
    return goesOn;
  }

  /** It has waited for too long to be worth handling. */
  expire(expiresAt: number): true {
    return this.bury('expired', new MessageExpiredError(expiresAt));
  }

  /** Leaves the message as a dead letter: the cell ends, and nobody waits for the handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    if (this.delivery !== undefined) this.bury(reason, error);
  }

  /** Throws what the getters of a strange promise throw; then it is not pending. */
  private pend(outcome: PromiseLike<unknown>): false {
    if (this.onFulfilled === undefined) this.listen();
    whenSettled(outcome, this.onFulfilled, this.onRejected);
    return this.suspend();
  }

  /** The same with the promise of an `async` method, of which all is known. */
  private pendOrdinary(outcome: Promise<void>): false {
    if (this.onFulfilled === undefined) this.listen();
    hear(outcome, this.onFulfilled, this.onRejected);
    return this.suspend();
  }

  private suspend(): false {
    this.cell.suspension.pend(this.startedAt as number, this.current().handler.timeoutMs);
    this.cell.system.scheduler.spend(); // what ran before the promise has taken its time
    return false;
  }

  private listen(): void {
    this.onFulfilled = (value) => this.settled(value);
    this.onRejected = (error) => this.rejected(error);
  }

  /** The promise has settled. */
  settled(value: unknown): void {
    if (this.cell.suspension.unpend() && this.fulfilled(value)) this.cell.suspension.resume();
  }

  rejected(error: unknown): void {
    if (this.cell.suspension.unpend() && this.failed(error)) this.cell.suspension.resume();
  }

  /** The attempt came to an end without an error. */
  private fulfilled(value: unknown): boolean {
    if (this.isOverdue()) return this.failed(undefined);
    if (value !== undefined) return this.forbid(value);
    if (this.cell.isStashing) return this.stash();
    const delivery = this.current();
    const { durations, system } = this.cell.actor;
    if (this.isSampled) durations.record(system.elapsed() - (this.startedAt as number));
    this.ended(HANDLED);
    this.release();
    this.cell.handled(delivery);
    delivery.terms?.settled?.(HANDLED);
    return true;
  }

  /** A handler answers with messages or not at all: its value goes nowhere. */
  private forbid(value: unknown): true {
    const { label } = this.current().handler;
    const error = new ReturnedValueError(label, value);
    const delivery = this.current();
    this.cell.report('returned-value', delivery, { handler: label, error }, attemptOf(delivery));
    return this.bury('returned-value', error);
  }

  private isOverdue(): boolean {
    const { timeoutMs } = this.current().handler;
    return timeoutMs !== undefined && this.cell.system.elapsed() - (this.startedAt as number) >= timeoutMs;
  }

  private stash(): true {
    const { actor, inbox } = this.cell;
    const delivery = this.current();
    if (!inbox.setAside(delivery)) {
      return this.bury(
        'stash-overflow',
        new StashFullError(String(this.cell.address), actor.mailbox.capacity),
      );
    }
    this.ended({ kind: 'stashed' });
    this.release();
    this.cell.endAttempt(delivery);
    this.cell.actor.counters.stashed += 1;
    return true;
  }

  /** The message was not handled, and will not be. */
  private bury(reason: DeadLetterReason, error?: unknown): true {
    const { label } = this.current().handler;
    const delivery = this.current();
    const errors = [...(this.errors ?? []), ...(error === undefined ? [] : [error])];
    this.ended({ kind: 'dead', reason, error: errors.at(-1) });
    this.release();
    this.cell.endAttempt(delivery);
    this.cell.deadLetter(delivery, reason, errors, attemptOf(delivery), label);
    return true;
  }

  /** The latest attempt has come to its end. */
  private ended(outcome: AttemptOutcome): void {
    this.current().handler.ended?.(this.context as ActorContext, outcome);
  }

  private current(): Delivery {
    return this.held as Delivery;
  }
}
