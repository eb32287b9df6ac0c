import {
  ActorContext,
  type ContextHost,
  type ContextServices,
  type PublishOptions,
} from './actor-context.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import type { Cause } from './cause.js';
import type { CellList } from './cell-list.js';
import { isProcessHeard } from './channels.js';
import { CellServices } from './cell-services.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Handler } from './handler.js';
import { Handling, UNMEASURED } from './handling.js';
import { Inbox } from './inbox.js';
import { Life } from './life.js';
import { type Delivery, newDelivery, type Slot } from './delivery.js';
import type { Mailbox } from './mailbox.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageId, MessageIds } from './message-id.js';
import { doesNotTake, full, type Refusal } from './refusal.js';
import { ReportingCell } from './reporting-cell.js';
import type { Runnable } from './scheduler.js';
import type { SendOptions } from './send-options.js';
import { seal } from './seal.js';
import { HANDLED } from './settlement.js';
import { abortSignalOf } from './signal.js';
import type { Stash } from './stash.js';
import { Suspension } from './suspension.js';
import type { Tick } from './timers.js';

/** Messages of one cell handled before the next ready cell has its turn. */
const QUANTUM = 64;

/**
 * `idle`: nothing to do. `ready`: waits for its turn. `running`. `pending`: a promise goes on with it. `paused`: a timer does.
 * `gone`: it ended, and never runs again.
 */
type CellState = 'idle' | 'ready' | 'running' | 'pending' | 'paused' | 'gone';

/**
 * One live actor instance with its mailbox: accepts messages, and takes the next when the last one has settled, never before.
 *
 * Only the `idle` state lets a message wake it. During a handler, across its awaits and between its attempts, the cell is in
 * another one: that is what keeps messages one at a time.
 *
 * What few cells need at any moment is made when it is needed: an idle one is little more than its instance and its fields.
 */
export class ActorCell extends ReportingCell implements Runnable<ActorCell>, ContextHost {
  /** While it is idle and may be passivated. */
  list: CellList<ActorCell> | undefined = undefined;
  previous: ActorCell | undefined = undefined;
  next: ActorCell | undefined = undefined;
  /** While it waits for its turn. */
  nextReady: ActorCell | undefined = undefined;

  readonly mailbox: Mailbox<Delivery>;
  stash: Stash | undefined = undefined;
  instance: object | undefined = undefined;
  /** Whether anything may come before the next message of the mailbox: an activation, a wish, a tick, a retry, what was stashed. */
  hasPrior = true;
  /** Whether the attempt that is going on wants its message set aside. */
  isStashing = false;
  /** Attempts and lifecycle methods that have ended: a context of an earlier one is stale. */
  turn = 0;
  idleSince = 0;
  state: CellState = 'idle';
  #life: Life | undefined = undefined;
  #handling: Handling | undefined = undefined;
  #suspension: Suspension | undefined = undefined;

  constructor(actor: Actor, address: Address) {
    super(actor, address);
    this.mailbox = new MemoryMailbox<Delivery>(actor.mailbox.capacity);
  }

  get life(): Life {
    return (this.#life ??= new Life(this));
  }

  get handling(): Handling {
    return (this.#handling ??= new Handling(this));
  }

  /** What a promise or a timer that goes on with this cell is; see {@link isBusy}. */
  get suspension(): Suspension {
    return (this.#suspension ??= new Suspension(this));
  }

  get inbox(): Inbox {
    return new Inbox(this);
  }

  get services(): ContextServices {
    return new CellServices(this);
  }

  get ids(): MessageIds {
    return this.actor.system.ids;
  }

  /** The message that waits for its handler's promise, or for its next attempt. */
  get inHand(): Delivery | undefined {
    return this.#handling?.delivery;
  }

  /** Whether anything waits to be handled. */
  get hasWork(): boolean {
    return this.inbox.size > 0 || this.#life?.hasDue === true;
  }

  /** Whether a promise, or a timer, goes on with this cell. */
  get isBusy(): boolean {
    return this.state === 'pending' || this.state === 'paused';
  }

  /** Whether it has been pending for longer than is healthy. */
  get isStuck(): boolean {
    return this.#suspension?.isStuck === true;
  }

  /** Whether an instance lives here and has nothing to do. */
  get isIdle(): boolean {
    return this.state === 'idle' && this.instance !== undefined;
  }

  /** Class and method of the handler that is busy, or what else keeps the cell busy. */
  get business(): string {
    return this.inHand?.handler.label ?? `the lifecycle of ${String(this.address)}`;
  }

  /** Accepts a message, or says why not. */
  accept(handler: Handler, message: object, cause: Cause, id: MessageId): Refusal | undefined {
    const { actor, mailbox } = this;
    const { counters, deduplication, system } = actor;
    const delivery = newDelivery(handler, message, cause, id, system.scheduler.now, this);
    const offer = this.stash === undefined ? mailbox.offer(delivery) : this.inbox.offer(delivery);
    if (offer === 'full') {
      if (actor.mailbox.overflow === 'reject') return actor.refuse(full(this.address, mailbox.capacity));
      this.inbox.replaceOldest(delivery);
    }
    counters.accepted += 1;
    counters.queued += 1;
    if (deduplication !== undefined) deduplication.remember(system.ids.format(id));
    if (system.activity.isObserved) this.report('accepted', delivery);
    this.wake();
    return undefined;
  }

  /** Has the cell run if nothing goes on in it. */
  wake(): void {
    if (this.state !== 'idle') return;
    this.state = 'ready';
    if (this.list !== undefined) this.list.remove(this);
    this.actor.system.scheduler.ready(this);
  }

  run(): void {
    if (this.state === 'gone') return;
    this.state = 'running';
    const { scheduler } = this.actor.system;
    for (let left = QUANTUM; left > 0; left -= 1) {
      if (!(this.hasPrior ? this.#prior() : this.#next())) return;
      if (!scheduler.spend()) break;
    }
    this.state = 'idle';
    this.wake();
  }

  /** Takes the next message of the mailbox; answers false when there is none, or something else has to go on with it. */
  #next(): boolean {
    const delivery = this.mailbox.take();
    return delivery === undefined ? this.rest() : this.#take(delivery);
  }

  #take(delivery: Delivery): boolean {
    const { actor } = this;
    actor.counters.queued -= 1;
    actor.counters.running += 1;
    if (delivery.message.constructor !== delivery.handler.message) return this.#unhandled(delivery);
    return this.attempt(delivery, actor.isSampleDue(delivery.at));
  }

  /** Calls the handler. What it does beside returning nothing is {@link Handling}'s. */
  attempt(delivery: Delivery, isSampled: boolean): boolean {
    const { system } = this.actor;
    if (isProcessHeard()) delivery.handler = delivery.handler.observed;
    const { cause, handler } = delivery;
    delivery.turn = this.turn;
    const startedAt = isSampled || handler.isTimed ? system.elapsed() : UNMEASURED;
    const context = handler.takesContext ? new ActorContext(delivery, seal) : undefined;
    if (cause.expiresAt !== undefined && cause.expiresAt <= system.clock.now())
      return this.handling.hold(delivery, context, startedAt, isSampled).expire(cause.expiresAt);
    let outcome: unknown;
    try {
      outcome = handler.invoke(this.instance as object, delivery.message, context as ActorContext);
    } catch (error) {
      return this.handling.hold(delivery, context, startedAt, isSampled).failed(error);
    }
    if (outcome !== undefined || this.isStashing || handler.isTimed)
      return this.handling.hold(delivery, context, startedAt, isSampled).returned(outcome);
    this.handled(delivery, isSampled, startedAt);
    return true;
  }

  /** The handler returned nothing, which is all that it may. */
  handled(delivery: Delivery, isSampled: boolean, startedAt: number): void {
    const { counters, durations, system } = this.actor;
    this.turn += 1;
    counters.running -= 1;
    counters.handled += 1;
    delivery.handler.tally.handled += 1;
    if (isSampled) durations.record(system.elapsed() - startedAt);
    if (delivery.cause.settled !== undefined) delivery.cause.settled(HANDLED);
    if (system.activity.isObserved) this.#reportHandled(delivery);
  }

  /** Nothing is left to do; whatever comes next wakes the cell. */
  rest(): false {
    const { actor } = this;
    this.state = 'idle';
    if (actor.definition.keyed) this.#restKeyed();
    actor.system.rested(this);
    return false;
  }

  endAttempt(): void {
    this.turn += 1;
    this.isStashing = false;
  }

  /** Waits for no timer and no pause any longer: a drain has begun. */
  hurry(): void {
    this.#life?.endTimers();
    this.#suspension?.hurry();
  }

  /** Ends an idle instance, when its turn comes. */
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

  /** Ends the cell as it stands: nobody waits for its handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.abort(error);
    this.#life?.abandon();
    this.#suspension?.abandon();
    this.list?.remove(this);
    this.state = 'gone';
    this.#handling?.abandon(reason, error);
    this.inbox.bury(reason, [error]);
  }

  /** Aborts the signal of what is going on. */
  abort(reason: Error): void {
    const context = this.#handling?.context ?? this.#life?.hook;
    if (context !== undefined) abortSignalOf(context, reason);
  }

  /** Tells, in the name of one attempt. */
  tell(message: object, options: SendOptions | undefined, delivery: Delivery): void {
    this.actor.system.verbs.tellFrom(delivery, message, options);
  }

  publish(event: object, options: PublishOptions | undefined, delivery: Delivery): void {
    this.actor.system.verbs.publishFrom(delivery, event, options);
  }

  /** Does what comes before the next message; then takes that. */
  #prior(): boolean {
    if (this.#handling?.isHeld === true) return this.#handling.again();
    const { life } = this;
    // In the same step as the message: else the end of a slice between the two would put a fresh instance behind the others.
    while (!life.isReady) if (!life.step()) return false;
    if (this.stash !== undefined && this.stash.size > 0) return this.#take(this.stash.take() as Delivery);
    if (life.hasDue) return this.#tick(life.timers.take() as Tick);
    this.hasPrior = false;
    return this.#next();
  }

  /** A timer's tick is told and accepted when it is taken. */
  #tick({ message, cause }: Tick): boolean {
    const { counters, handlers, system } = this.actor;
    const slot = { message, cause, id: system.ids.next(), at: system.scheduler.now };
    counters.accepted += 1;
    counters.running += 1;
    this.report('accepted', slot);
    const handler = handlers.get(message.constructor);
    if (handler === undefined) return this.#unhandled(slot);
    return this.attempt(newDelivery(handler, message, cause, slot.id, slot.at, this), false);
  }

  /** Its class was changed after it had been sent: nobody takes it any longer. */
  #unhandled(slot: Slot): true {
    const { counters, definition } = this.actor;
    counters.running -= 1;
    this.deadLetter(slot, 'unhandled', [doesNotTake(slot.message, definition.className).error]);
    return true;
  }

  #reportHandled(delivery: Delivery): void {
    this.report('handled', delivery, { handler: delivery.handler.label }, delivery.attempt);
  }

  #restKeyed(): void {
    const { actor } = this;
    if (this.stash !== undefined && this.stash.aside > 0) return;
    if (this.instance === undefined) {
      this.state = 'gone';
      actor.release(this);
    } else if (this.#life?.hasTimers !== true) {
      if (this.#life?.isBlank === true) this.#life = undefined;
      actor.rest(this);
    }
  }
}
