import { AcceptingCell } from './accepting-cell.js';
import { type ActorContext, contextOf } from './actor-context.js';
import type { Batch } from './batch.js';
import { isProcessHeard } from './channels.js';
import { attemptOf, type Delivery, nearestPending } from './delivery.js';
import type { Handling } from './handling.js';

/** V8 looks up what is imported with each use, and takes a constant of the module for what it is. */
const contextFor = contextOf;

/** Messages of one cell handled before the next ready cell has its turn. */
const QUANTUM = 64;

/** How an attempt ends whose handler has returned nothing: it is counted, its time is noted as well, or its message is set aside. */
const PLAIN = 0;
const MEASURED = 1;
const STASHED = 2;

/** How a cell runs in its turn: takes its messages, one after the other, and calls their handlers. */
export abstract class RunningCell extends AcceptingCell {
  instance: object | undefined = undefined;
  /** Whether anything may come before the next message of the mailbox: an activation, a wish, a tick, a retry, what was stashed. */
  hasPrior = true;
  private ending = PLAIN;

  /** The message in hand; see {@link Handling}. */
  abstract readonly handling: Handling;

  /** What it is in while it is idle, if anything. */
  abstract readonly list: object | undefined;

  /** Is no longer among the idle ones. */
  protected abstract leave(): void;

  /** Does something of what comes before the next message, or finds that nothing does. */
  protected abstract prior(): boolean;

  /** Nothing is left to do; whatever comes next wakes the cell. */
  abstract rest(): void;

  /** Whether the attempt that is going on wants its message set aside. */
  get isStashing(): boolean {
    return this.ending === STASHED;
  }

  set isStashing(isIt: boolean) {
    this.ending = isIt ? STASHED : PLAIN;
  }

  /** Has it run again, if anything is left to do. */
  rise(): void {
    this.fallAsleep();
    this.wake();
  }

  /**
   * Takes its turn: does what comes first, handles what waits as it is, or else the next message; until it rests, until something else goes
   * on with it, or until others have theirs. No context of what waits as it is can become stale, for its handler takes none.
   *
   * It is long: what has more than 460 bytes of bytecode V8 compiles by itself, with all that a message needs. A shorter one it took into
   * the drain in some processes, where there was no room for the rest of it.
   */
  run(): void {
    if (this.isGone) return;
    if (this.list !== undefined) this.leave();
    const { activity, isHeard, scheduler } = this.system;
    for (let left = QUANTUM; left > 0;) {
      const { hasPrior, leading } = this;
      if (hasPrior === true) {
        if (!this.prior()) return;
        if (this.hasPrior === false) continue; // the message, in the same slice: else its end would put a fresh instance behind the others
        left -= 1;
      } else if (leading !== undefined && isHeard === false && leading.handler.isPlain === true) {
        const { instance } = this;
        const { handle, tally } = leading.handler;
        const last = left - scheduler.grant(Math.min(left, leading.followers));
        while (left > last && leading.followers > 0 && this.hasPrior === false) {
          left -= 1;
          const message = this.takeFollower(leading);
          let outcome: unknown;
          try {
            outcome = handle(instance as object, message);
          } catch (error) {
            if (!this.hold(this.follow(leading, message)).failed(error)) return;
            break;
          }
          if (outcome !== undefined) {
            scheduler.refund(left - last);
            if (!this.returnedByFollower(leading, message, outcome)) return;
            break;
          }
          tally.handled += 1;
          if (activity.isObserved === true) this.reportHandled(this.follow(leading, message));
        }
      } else {
        left -= 1;
        const next = this.receive();
        if (next === undefined) return this.rest();
        const isSpecial = isHeard === true || next.terms !== undefined || next.handler.isTimed === true;
        if ((isSpecial ? this.attempt(next) : this.call(next)) === false) return;
      }
      const goesOn = scheduler.spend();
      if (this.size === 0 && this.hasPrior === false) return this.rest();
      if (goesOn === false) break;
    }
    this.rise();
  }

  private returnedByFollower(leading: Batch, message: object, outcome: unknown): boolean {
    if (leading.handler.isAsync !== true) return this.hold(this.follow(leading, message)).returned(outcome);
    this.handling.follower.pend(leading, message, outcome as Promise<unknown>);
    return false;
  }

  /** Calls the handler, and measures how long it takes, with everybody around it who looks on; if it may still be called. */
  attempt(delivery: Delivery, isSampled = this.actor.sample.take()): boolean {
    const { system, waits } = this.actor;
    const startedAt = system.elapsed();
    if (isSampled) waits.record(startedAt - delivery.at);
    if (isProcessHeard()) delivery.handler = delivery.handler.observed;
    this.handling.measure(startedAt, isSampled);
    const expiresAt = delivery.terms?.expiresAt;
    if (expiresAt !== undefined && expiresAt <= system.clock.now())
      return this.hold(delivery).expire(expiresAt);
    this.ending = MEASURED;
    return this.call(delivery);
  }

  /** What the handler does beside returning nothing is {@link Handling}'s; and everything about an attempt that is measured. */
  private call(delivery: Delivery): boolean {
    const { handler } = delivery;
    const context = handler.takesContext === true ? contextFor(delivery) : undefined;
    let outcome: unknown;
    try {
      outcome = handler.invoke.call(this.instance as object, delivery.message, context as ActorContext);
    } catch (error) {
      return this.hold(delivery, context).failed(error);
    }
    if (outcome !== undefined || this.ending !== PLAIN) return this.hold(delivery, context).returned(outcome);
    this.handled(delivery);
    return true;
  }

  /** The handler returned nothing, which is all that it may. */
  handled(delivery: Delivery): void {
    delivery.isOver = true;
    delivery.handler.tally.handled += 1;
    if (this.system.isWatched === true) this.handledWatched(delivery);
    else delivery.above = undefined;
  }

  /** Somebody looks on, or a message that comes from this one may have to know who is pending above it. */
  private handledWatched(delivery: Delivery): void {
    if (delivery.above !== undefined) this.forget(delivery, delivery.above);
    if (this.system.activity.isObserved) this.reportHandled(delivery);
  }

  /** Of what it comes from, only those handlers are still of interest that are pending. If none is, a look would fetch what nobody else needs. */
  forget(delivery: Delivery, above: Delivery): void {
    delivery.above = this.system.watch.holdsAny ? nearestPending(above) : undefined;
  }

  private hold(delivery: Delivery, context?: ActorContext): Handling {
    return this.handling.hold(delivery, context);
  }

  /** An attempt has ended otherwise. */
  endAttempt(delivery: Delivery): void {
    delivery.isOver = true;
    this.ending = PLAIN;
  }

  private reportHandled(delivery: Delivery): void {
    this.report('handled', delivery, { handler: delivery.handler.label }, attemptOf(delivery));
  }
}
