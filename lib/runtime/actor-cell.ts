import { HookContext } from './actor-context.js';
import type { Activity, ActivityType } from './activity.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import { Attempts } from './attempts.js';
import { CellHost } from './cell-host.js';
import type { CellList } from './cell-list.js';
import type { ClockTimer } from './clock.js';
import type { DeadLetterReason } from './dead-letter.js';
import { HandlerTimeoutError } from './errors.js';
import { Inbox } from './inbox.js';
import { Life } from './life.js';
import type { Slot } from './mailbox.js';
import type { Runnable } from './scheduler.js';
import { abortSignalOf } from './signal.js';
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
  readonly attempts = new Attempts(this);
  readonly host = new CellHost(this);
  /** Attempts and lifecycle methods that have ended: a context of an earlier one is stale. */
  turn = 0;
  dueAt = Infinity;
  /** Whether it has been pending for longer than is healthy. */
  isStuck = false;
  idleSince = 0;
  #state: CellState = 'idle';
  #pendingSince = 0;
  #pause: ClockTimer | undefined;
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

  /** Class and method of the handler that is busy, or what else keeps the cell busy. */
  get business(): string {
    return this.attempts.handler?.label ?? `the lifecycle of ${String(this.address)}`;
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
    this.attempts.isStashing = false;
  }

  /** Ends the cell as it stands: nobody waits for its handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.#abort(error);
    this.life.abandon();
    this.#pause?.cancel();
    this.list?.remove(this); // what it was waiting for will not be watched, nor run
    this.#state = 'gone';
    this.attempts.abandon(reason, error);
    this.inbox.bury(reason, [error]);
  }

  /** Is called when `dueAt` has come: a time limit, or the moment at which a handler counts as stuck. */
  overdue(): void {
    const { clock, options } = this.actor.system;
    const pendingMs = clock.now() - this.#pendingSince;
    const timeoutMs = this.attempts.handler?.timeoutMs ?? Infinity;
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
    this.actor.tally(slot.message, 'dead');
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
    const slot = this.attempts.inHand;
    const facts = slot && { type: this.attempts.handler?.type, id: ids.format(slot.id) };
    logger.warn(`${this.business} has been busy for ${pendingMs} ms; its mailbox waits`, {
      address: String(this.address),
      ...facts,
    });
    this.report('stuck', slot, { handler: this.business }, slot?.attempt);
  }

  #abort(reason: Error): void {
    const context = this.attempts.context ?? this.#hook;
    if (context !== undefined) abortSignalOf(context, reason);
  }

  #step(): boolean {
    const { attempts, inbox, life } = this;
    if (attempts.context !== undefined) return attempts.again();
    // In the same step as the message: else the end of a slice between the two would put a fresh instance behind the others.
    while (!life.isReady) if (!life.step()) return false;
    return life.hasDue && !inbox.hasReturned ? attempts.nextTick() : attempts.next();
  }
}
