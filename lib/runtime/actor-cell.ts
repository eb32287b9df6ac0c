import { ActorContext, type Delivery, deliveryOf, HookContext } from './actor-context.js';
import type { Activity, ActivityType } from './activity.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import type { Cause } from './cause.js';
import { CellHost } from './cell-host.js';
import type { CellList } from './cell-list.js';
import type { ClockTimer } from './clock.js';
import type { DeadLetterReason } from './dead-letter.js';
import { HandlerTimeoutError } from './errors.js';
import type { Handler } from './handler.js';
import { Handling } from './handling.js';
import { Inbox } from './inbox.js';
import { Life } from './life.js';
import type { Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';
import type { Runnable } from './scheduler.js';
import { abortSignalOf } from './signal.js';
import { HANDLED } from './settlement.js';
import type { Tick } from './timers.js';
import type { Watched } from './watch.js';

/** Messages of one cell handled before the next ready cell has its turn. */
const QUANTUM = 64;

/**
 * `idle`: nothing to do. `ready`: waits for its turn. `running`. `pending`: a promise goes on with it. `paused`: a timer does.
 * `gone`: it ended, and never runs again.
 */
type CellState = 'idle' | 'ready' | 'running' | 'pending' | 'paused' | 'gone';

/**
 * One live actor instance with its mailbox: takes the next message when the last one has settled, and never before.
 *
 * Only the `idle` state lets a message wake it. During a handler, across its awaits and between its attempts, the cell is in
 * another one: that is what keeps messages one at a time.
 */
export class ActorCell implements Runnable<ActorCell>, Watched<ActorCell> {
  list: CellList<ActorCell> | undefined;
  previous: ActorCell | undefined;
  next: ActorCell | undefined;

  readonly inbox: Inbox;
  readonly life = new Life(this);
  readonly host = new CellHost(this);
  /** Attempts and lifecycle methods that have ended: a context of an earlier one is stale. */
  turn = 0;
  /** Whether the attempt that is going on wants its message set aside. */
  isStashing = false;
  /** When it began, in the scheduler's time; exact to its look at the clock unless the attempt is measured. */
  startedAt = 0;
  /** Whether how long the message takes is measured. */
  isSampled = false;
  dueAt = Infinity;
  /** Whether it has been pending for longer than is healthy. */
  isStuck = false;
  idleSince = 0;
  #state: CellState = 'idle';
  #pendingSince = 0;
  #pause: ClockTimer | undefined;
  /** Made when it is needed: many a handler just returns. */
  #handling: Handling | undefined;
  /** Of the lifecycle method that is going on. */
  #hook: HookContext | undefined;

  constructor(
    readonly actor: Actor,
    readonly address: Address,
  ) {
    this.inbox = new Inbox(this);
  }

  /** Whether anything waits to be handled. */
  get hasWork(): boolean {
    return this.inbox.size > 0 || this.life.hasDue;
  }

  /** Whether a promise, or a timer, goes on with this cell. */
  get isBusy(): boolean {
    return this.#state === 'pending' || this.#state === 'paused';
  }

  /** Whether an instance lives here and has nothing to do. */
  get isIdle(): boolean {
    return this.#state === 'idle' && this.life.instance !== undefined;
  }

  /** The message that waits for its handler's promise, or for its next attempt. */
  get inHand(): Delivery | undefined {
    const context = this.#handling?.context;
    return context && deliveryOf(context);
  }

  /** Class and method of the handler that is busy, or what else keeps the cell busy. */
  get business(): string {
    return this.#handling?.handler?.label ?? `the lifecycle of ${String(this.address)}`;
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
    const { actor, life } = this;
    this.#state = 'idle';
    if (actor.definition.keyed && this.inbox.stashed === 0) {
      if (life.instance === undefined) {
        this.#state = 'gone';
        actor.release(this);
      } else if (!life.hasTimers) actor.rest(this);
    }
    actor.system.rested(this);
  }

  /** A promise goes on with the cell; it is watched from now on. */
  pend(since: number, timeoutMs = Infinity): void {
    this.#state = 'pending';
    this.#pendingSince = since;
    this.dueAt = since + Math.min(timeoutMs, this.actor.system.options.stuckAfterMs);
    this.actor.system.watch.add(this);
    this.actor.system.scheduler.spend(); // what ran before the promise has taken its time
  }

  /** The promise has settled. Answers false if the cell had ended before: then what settled is ignored. */
  unpend(): boolean {
    if (this.#state !== 'pending') return false;
    this.#state = 'ready';
    this.isStuck = false;
    this.actor.system.watch.remove(this);
    return true;
  }

  resume(): void {
    this.actor.system.scheduler.resume(this);
  }

  /** Goes on with one of two steps after a promise of the lifecycle. */
  await(
    promise: PromiseLike<unknown>,
    onValue: (value: unknown) => boolean,
    onError: (error: unknown) => boolean,
  ): void {
    this.pend(this.actor.system.clock.now());
    const goOn = (step: (outcome: unknown) => boolean) => (outcome: unknown) => {
      if (this.unpend() && step(outcome)) this.resume();
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

  openHook(): HookContext {
    return (this.#hook = new HookContext(this.host));
  }

  closeHook(): void {
    this.#hook = undefined;
    this.endAttempt();
  }

  endAttempt(): void {
    this.turn += 1;
    this.isStashing = false;
  }

  /** Ends the cell as it stands: nobody waits for its handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.#abort(error);
    this.life.abandon();
    this.#pause?.cancel();
    this.list?.remove(this); // what it was waiting for will not be watched, nor run
    this.#state = 'gone';
    this.#handling?.abandon(reason, error);
    this.inbox.bury(reason, [error]);
  }

  /** Is called when `dueAt` has come: a time limit, or the moment at which a handler counts as stuck. */
  overdue(): void {
    const { clock, options } = this.actor.system;
    const pendingMs = clock.now() - this.#pendingSince;
    const timeoutMs = this.#handling?.handler?.timeoutMs ?? Infinity;
    if (pendingMs >= timeoutMs) this.#abort(new HandlerTimeoutError(this.business, timeoutMs));
    if (pendingMs >= options.stuckAfterMs && !this.isStuck) this.#reportStuck(pendingMs);
    if (this.isStuck) this.actor.system.replyWaits.suspect(this);
    // What it waits for may come later: it is looked at again whenever it has been pending for twice as long.
    const againMs = this.isStuck ? Math.max(1, 2 * pendingMs) : options.stuckAfterMs;
    const next = [timeoutMs, againMs].filter((limitMs) => limitMs > pendingMs);
    this.dueAt = this.#pendingSince + Math.min(...next, Infinity);
  }

  /** Counts an accepted message that will not be handled, and makes a dead letter of it. */
  deadLetter(
    slot: Slot,
    reason: DeadLetterReason,
    errors: readonly unknown[],
    attempt = 0,
    handler?: string,
  ): void {
    const { counters, deduplication, system } = this.actor;
    counters.dead += 1;
    deduplication?.forget(system.ids.format(slot.id));
    slot.cause.settled?.({ kind: 'dead', reason, errors });
    const envelope = system.reporter.envelopeOf(slot, this.address, attempt);
    system.reporter.deadLetter(reason, envelope, errors, handler);
  }

  report(type: ActivityType, slot?: Slot, facts?: Partial<Activity>, attempt = 0): void {
    const { reporter } = this.actor.system;
    if (!reporter.activity.isObserved) return;
    const envelope = slot && reporter.envelopeOf(slot, this.address, attempt);
    reporter.report(type, { address: String(this.address), envelope, ...facts });
  }

  #reportStuck(pendingMs: number): void {
    this.isStuck = true;
    const { ids, logger } = this.actor.system;
    const slot = this.inHand;
    const facts = slot && { type: this.#handling?.handler?.type, id: ids.format(slot.id) };
    logger.warn(`${this.business} has been busy for ${pendingMs} ms; its mailbox waits`, {
      address: String(this.address),
      ...facts,
    });
    this.report('stuck', slot, { handler: this.business }, slot?.attempt);
  }

  #abort(reason: Error): void {
    const context = this.#handling?.context ?? this.#hook;
    if (context !== undefined) abortSignalOf(context, reason);
  }

  #step(): boolean {
    if (this.#handling?.context !== undefined) return this.#handling.again();
    // In the same step as the message: else the end of a slice between the two would put a fresh instance behind the others.
    while (!this.life.isReady) if (!this.life.step()) return false;
    return this.life.hasDue && !this.inbox.hasReturned ? this.#attemptTick() : this.#attemptNext();
  }

  #attemptNext(): boolean {
    const { actor } = this;
    const { front } = this.inbox;
    if (front.size === 0) {
      this.rest();
      return false;
    }
    const { message, cause, id, at } = front;
    front.shift();
    actor.counters.queued -= 1;
    actor.counters.running += 1;
    this.isSampled = actor.isSampleDue(at);
    return this.attempt(actor.findHandler(message) as Handler, message, cause, id, at, 1);
  }

  #attemptTick(): boolean {
    const { actor, life } = this;
    const { ids, scheduler } = actor.system;
    const slot: Slot = { ...(life.timers.take() as Tick), id: ids.next(), at: scheduler.now };
    actor.counters.accepted += 1;
    actor.counters.running += 1;
    this.isSampled = false;
    this.report('accepted', slot);
    const { message, cause, id, at } = slot;
    return this.attempt(actor.findHandler(message) as Handler, message, cause, id, at, 1);
  }

  /** Calls the handler, for the first time or again. What comes of it, if anything does, is its {@link Handling}'s. */
  attempt(
    handler: Handler,
    message: object,
    cause: Cause,
    id: MessageId,
    at: number,
    attempt: number,
  ): boolean {
    const { system } = this.actor;
    const { host, turn } = this;
    // One object literal, not private fields: V8 makes it three times faster wherever it does not inline the constructor.
    const context = new ActorContext({ message, cause, id, at, host, turn, attempt, sends: undefined });
    this.startedAt = this.isSampled || handler.isTimed ? system.elapsed() : system.scheduler.now;
    if (cause.expiresAt !== undefined && cause.expiresAt <= system.clock.now())
      return this.#hold(context, handler).expire(cause.expiresAt);
    let outcome: unknown;
    try {
      outcome = handler.invoke(this.life.instance as object, message, context);
    } catch (error) {
      return this.#hold(context, handler).failed(error);
    }
    if (outcome !== undefined || this.isStashing || handler.isTimed)
      return this.#hold(context, handler).returned(outcome);
    this.handled(context, handler, cause);
    return true;
  }

  /** The handler returned nothing, which is all that it may. */
  handled(context: ActorContext, handler: Handler, cause: Cause): void {
    const { counters, system } = this.actor;
    this.#handling?.release();
    this.turn += 1;
    counters.running -= 1;
    counters.handled += 1;
    if (this.isSampled) this.actor.durations.record(system.elapsed() - this.startedAt);
    if (cause.settled !== undefined) cause.settled(HANDLED);
    if (system.reporter.activity.isObserved) this.#reportHandled(context, handler);
  }

  #reportHandled(context: ActorContext, handler: Handler): void {
    const slot = deliveryOf(context);
    this.report('handled', slot, { handler: handler.label }, slot.attempt);
  }

  #hold(context: ActorContext, handler: Handler): Handling {
    this.#handling ??= new Handling(this);
    return this.#handling.hold(context, handler);
  }
}
