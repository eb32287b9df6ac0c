import {
  ActorContext,
  type ContextHost,
  type ContextServices,
  type PublishOptions,
} from './actor-context.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import type { CellList } from './cell-list.js';
import { isProcessHeard } from './channels.js';
import { CellServices } from './cell-services.js';
import type { DeadLetterReason } from './dead-letter.js';
import { Handling, UNMEASURED } from './handling.js';
import { Inbox } from './inbox.js';
import { Life } from './life.js';
import { type Delivery, nearestPending, type Occasion } from './delivery.js';
import type { Mailbox } from './mailbox.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageIds } from './message-id.js';
import { full, type Refusal } from './refusal.js';
import { ReportingCell } from './reporting-cell.js';
import type { Runnable } from './scheduler.js';
import type { SendOptions } from './send-options.js';
import { deliveryOf } from './origin.js';
import { seal } from './seal.js';
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

  isPendingWith(delivery: Delivery): boolean {
    return this.state === 'pending' && this.inHand === delivery;
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
  accept(delivery: Delivery): Refusal | undefined {
    const { actor } = this;
    const offer = this.stash === undefined ? this.mailbox.offer(delivery) : this.inbox.offer(delivery);
    if (offer === 'full') return this.#acceptWhenFull(delivery);
    actor.counters.accepted += 1;
    if (actor.deduplication !== undefined || actor.system.activity.isObserved) this.#noteAccepted(delivery);
    if (this.state === 'idle') this.wake();
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
    const { actor } = this;
    const { scheduler } = actor.system;
    let isSampled = !this.hasPrior && actor.isSampleDue();
    const isHeard = isProcessHeard();
    for (let left = QUANTUM; left > 0; left -= 1) {
      const delivery = this.hasPrior ? undefined : this.mailbox.take();
      if (delivery === undefined) {
        if (!this.#otherwise()) return;
      } else if (isSampled || isHeard || delivery.isSpecial) {
        if (!this.attempt(delivery, isSampled)) return;
        isSampled = false;
      } else if (!this.#call(delivery, UNMEASURED, false)) return;
      if (!scheduler.spend()) break;
    }
    this.state = 'idle';
    this.wake();
  }

  /** Calls the handler, and measures how long it takes, with everybody around it who looks on; if it may still be called. */
  attempt(delivery: Delivery, isSampled: boolean): boolean {
    const { system, waits } = this.actor;
    const startedAt = system.elapsed();
    if (isSampled) waits.record(startedAt - delivery.at);
    if (isProcessHeard()) delivery.handler = delivery.handler.observed;
    const expiresAt = delivery.terms?.expiresAt;
    if (expiresAt === undefined || expiresAt > system.clock.now())
      return this.#call(delivery, startedAt, isSampled);
    return this.handling.hold(delivery, undefined, startedAt, isSampled).expire(expiresAt);
  }

  /** What the handler does beside returning nothing is {@link Handling}'s; and everything about an attempt that is measured. */
  #call(delivery: Delivery, startedAt: number, isSampled: boolean): boolean {
    const { handler } = delivery;
    delivery.turn = this.turn;
    const context = handler.takesContext ? new ActorContext(delivery, seal) : undefined;
    let outcome: unknown;
    try {
      outcome = handler.invoke.call(this.instance as object, delivery.message, context as ActorContext);
    } catch (error) {
      return this.handling.hold(delivery, context, startedAt, isSampled).failed(error);
    }
    if (outcome !== undefined || this.isStashing || startedAt !== UNMEASURED)
      return this.handling.hold(delivery, context, startedAt, isSampled).returned(outcome);
    this.handled(delivery);
    return true;
  }

  /** The handler returned nothing, which is all that it may. */
  handled(delivery: Delivery): void {
    this.turn += 1;
    delivery.handler.tally.handled += 1;
    if (delivery.above !== undefined) delivery.above = nearestPending(delivery.above);
    if (this.actor.system.activity.isObserved) this.#reportHandled(delivery);
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
  tell(message: object, options: SendOptions | undefined, occasion: Occasion): void {
    this.actor.system.verbs.tellFrom(occasion, message, options);
  }

  publish(event: object, options: PublishOptions | undefined, occasion: Occasion): void {
    this.actor.system.verbs.publishFrom(occasion, event, options);
  }

  #acceptWhenFull(delivery: Delivery): Refusal | undefined {
    const { actor } = this;
    if (actor.mailbox.overflow === 'reject') return actor.refuse(full(this.address, actor.mailbox.capacity));
    this.inbox.replaceOldest(delivery);
    actor.counters.accepted += 1;
    this.#noteAccepted(delivery);
    this.wake();
    return undefined;
  }

  #noteAccepted(delivery: Delivery): void {
    this.actor.remember(delivery.id);
    this.report('accepted', delivery);
  }

  /** Nothing may be taken from the mailbox, or nothing is there. */
  #otherwise(): boolean {
    return this.hasPrior ? this.#prior() : this.rest();
  }

  /** Does what comes before the next message; then takes that. */
  #prior(): boolean {
    if (this.#handling?.isHeld === true) return this.#handling.again();
    const { life } = this;
    // In the same step as the message: else the end of a slice between the two would put a fresh instance behind the others.
    while (!life.isReady) if (!life.step()) return false;
    if (this.stash !== undefined && this.stash.size > 0)
      return this.attempt(this.stash.take() as Delivery, this.actor.isSampleDue());
    if (life.hasDue) return this.#tick(life.timers.take() as Tick);
    this.hasPrior = false;
    const delivery = this.mailbox.take();
    return delivery === undefined ? this.rest() : this.attempt(delivery, this.actor.isSampleDue());
  }

  /** A timer's tick is told and accepted when it is taken. */
  #tick({ message, handler, origin }: Tick): boolean {
    const { counters, system } = this.actor;
    const delivery = deliveryOf(handler, message, system.ids.next(), system.scheduler.now, this, origin);
    counters.accepted += 1;
    this.report('accepted', delivery);
    return this.attempt(delivery, false);
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
