import { ActorContext, type Delivery, deliveryOf } from './actor-context.js';
import type { ActorCell } from './actor-cell.js';
import { isProcessHeard } from './channels.js';
import type { Cause } from './cause.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Handler } from './handler.js';
import { Handling } from './handling.js';
import type { Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';
import { doesNotTake } from './refusal.js';
import { HANDLED } from './settlement.js';
import type { Tick } from './timers.js';

/**
 * How a cell handles messages: takes the next, calls its handler, and is done with it if the handler just returns. What else a
 * handler does is its {@link Handling}'s.
 *
 * Methods that return a boolean take one step: true means go on, false that something is pending, paused, or at rest.
 */
export class Attempts {
  /** Whether the attempt that is going on wants its message set aside. */
  isStashing = false;
  /** When it began, in the scheduler's time; exact to its look at the clock unless the attempt is measured. */
  startedAt = 0;
  /** Whether how long the message takes is measured. */
  #isSampled = false;
  /** Made when it is needed: many a handler just returns. */
  #handling: Handling | undefined;

  constructor(private readonly cell: ActorCell) {}

  /** The message that waits for its handler's promise, or for its next attempt. */
  get inHand(): Delivery | undefined {
    return this.#handling?.delivery;
  }

  /** The handler of that message. */
  get handler(): Handler | undefined {
    return this.#handling?.handler;
  }

  /** The context of the latest attempt at it. */
  get context(): ActorContext | undefined {
    return this.#handling?.context;
  }

  /** Leaves the message in hand as a dead letter. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.#handling?.abandon(reason, error);
  }

  /** Tries the message in hand again. */
  again(): boolean {
    return (this.#handling as Handling).again();
  }

  /** Takes the message that is at the front of the queue. */
  next(): boolean {
    const { actor, inbox } = this.cell;
    const { front } = inbox;
    if (front.size === 0) {
      this.cell.rest();
      return false;
    }
    const { message, cause, id, at } = front;
    front.shift();
    actor.counters.queued -= 1;
    actor.counters.running += 1;
    const handler = actor.findHandler(message);
    if (handler === undefined) return this.#bury({ message, cause, id, at });
    this.#isSampled = actor.isSampleDue(at);
    return this.attempt(handler, message, cause, id, at, 1);
  }

  /** Takes the timer's tick that has waited longest. */
  nextTick(): boolean {
    const { actor, life } = this.cell;
    const { ids, scheduler } = actor.system;
    const slot: Slot = { ...(life.timers.take() as Tick), id: ids.next(), at: scheduler.now };
    actor.counters.accepted += 1;
    actor.counters.running += 1;
    this.#isSampled = false;
    this.cell.report('accepted', slot);
    const { message, cause, id, at } = slot;
    return this.attempt(actor.findHandler(message) as Handler, message, cause, id, at, 1);
  }

  /** Calls the handler, for the first time or again. What comes of it, if anything does, is its {@link Handling}'s. */
  attempt(
    given: Handler,
    message: object,
    cause: Cause,
    id: MessageId,
    at: number,
    attempt: number,
  ): boolean {
    const { actor, host, life, turn } = this.cell;
    const { system } = actor;
    const handler = isProcessHeard() ? given.observed : given;
    // One object literal, not private fields: V8 makes it three times faster wherever it does not inline the constructor.
    const context = new ActorContext({ message, cause, id, at, host, turn, attempt, sends: undefined });
    this.startedAt = this.#isSampled || handler.isTimed ? system.elapsed() : system.scheduler.now;
    if (cause.expiresAt !== undefined && cause.expiresAt <= system.clock.now())
      return this.#hold(context, handler).expire(cause.expiresAt);
    let outcome: unknown;
    try {
      outcome = handler.invoke(life.instance as object, message, context);
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
    handler.tally.handled += 1;
    const { actor } = this.cell;
    const { counters, system } = actor;
    this.#handling?.release();
    this.cell.turn += 1;
    counters.running -= 1;
    counters.handled += 1;
    if (this.#isSampled) actor.durations.record(system.elapsed() - this.startedAt);
    if (cause.settled !== undefined) cause.settled(HANDLED);
    if (system.reporter.activity.isObserved) this.#reportHandled(context, handler);
  }

  #reportHandled(context: ActorContext, handler: Handler): void {
    const slot = deliveryOf(context);
    this.cell.report('handled', slot, { handler: handler.label }, slot.attempt);
  }

  /** Its class was changed after it had been accepted: nobody takes it any longer. */
  #bury(slot: Slot): true {
    const { actor } = this.cell;
    const { error } = doesNotTake(slot.message, actor.definition.className);
    actor.counters.running -= 1;
    this.cell.deadLetter(slot, 'unhandled', [error]);
    return true;
  }

  #hold(context: ActorContext, handler: Handler): Handling {
    this.#handling ??= new Handling(this.cell, this);
    return this.#handling.hold(context, handler);
  }
}
