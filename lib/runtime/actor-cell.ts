import type { ContextServices } from './actor-context.js';
import type { CellList } from './cell-list.js';
import { CellServices } from './cell-services.js';
import type { DeadLetterReason } from './dead-letter.js';
import { Handling } from './handling.js';
import { Inbox } from './inbox.js';
import { Life } from './life.js';
import type { Delivery } from './delivery.js';
import type { Runnable } from './scheduler.js';
import { deliveryOf } from './origin.js';
import { RunningCell } from './running-cell.js';
import { abortSignalOf } from './signal.js';
import { Suspension } from './suspension.js';
import type { Tick } from './timers.js';

/**
 * One live actor instance with its mailbox: accepts messages, and takes the next when the last one has settled, never before.
 *
 * What few cells need at any moment is made when it is needed: an idle one is little more than its instance and its fields.
 */
export class ActorCell extends RunningCell implements Runnable<ActorCell> {
  /** From when it has come to rest until it runs again, if the actor keeps its idle instances in order. */
  list: CellList<ActorCell> | undefined = undefined;
  previous: ActorCell | undefined = undefined;
  next: ActorCell | undefined = undefined;
  /** While it waits for its turn. */
  nextReady: ActorCell | undefined = undefined;

  /** Since when it is idle: a time, or just a number that is higher the later it was; see {@link IdleInstances}. */
  idleSince = 0;
  private ownLife: Life | undefined = undefined;
  private ownHandling: Handling | undefined = undefined;
  private ownSuspension: Suspension | undefined = undefined;

  get life(): Life {
    return (this.ownLife ??= new Life(this));
  }

  get handling(): Handling {
    return (this.ownHandling ??= new Handling(this));
  }

  /** What a promise or a timer that goes on with this cell is; see {@link isBusy}. */
  get suspension(): Suspension {
    return (this.ownSuspension ??= new Suspension(this));
  }

  get inbox(): Inbox {
    return new Inbox(this);
  }

  get services(): ContextServices {
    return new CellServices(this);
  }

  /** The message that waits for its handler's promise, or for its next attempt. */
  get inHand(): Delivery | undefined {
    return this.ownHandling?.delivery;
  }

  isPendingWith(delivery: Delivery): boolean {
    return this.isPending && this.ownHandling?.holds(delivery) === true;
  }

  /** Whether anything waits to be handled. */
  get hasWork(): boolean {
    return this.inbox.size > 0 || this.ownLife?.hasDue === true;
  }

  /** Whether a promise, or a timer, goes on with this cell. */
  get isBusy(): boolean {
    return this.isPending || this.isPaused;
  }

  /** Whether it has been pending for longer than is healthy. */
  get isStuck(): boolean {
    return this.ownSuspension?.isStuck === true;
  }

  /** Whether an instance lives here and has nothing to do. */
  get isIdle(): boolean {
    return this.isAsleep && this.instance !== undefined;
  }

  /** Whether it is idle, and nothing is set aside or planned that would be lost with the instance. */
  get mayEnd(): boolean {
    return (
      this.isIdle && (this.stash === undefined || this.stash.aside === 0) && this.ownLife?.hasTimers !== true
    );
  }

  /** Class and method of the handler that is busy, or what else keeps the cell busy. */
  get business(): string {
    return this.inHand?.handler.label ?? `the lifecycle of ${String(this.address)}`;
  }

  /** Nothing is left to do; whatever comes next wakes the cell. */
  rest(): void {
    this.fallAsleep();
    if (this.actor.isKeyed === true) this.restKeyed();
    this.system.rested(this);
  }

  /** Waits for no timer and no pause any longer: a drain has begun. */
  hurry(): void {
    this.ownLife?.endTimers();
    this.ownSuspension?.hurry();
  }

  /** Ends an idle instance, when its turn comes. */
  passivateIdle(): void {
    this.leave();
    this.life.wish('passivate-if-idle');
    this.wake();
  }

  /** Ends an idle instance in this very call, unless its `onDeactivate` has to be awaited. */
  passivateNow(): void {
    this.life.wish('passivate-if-idle');
    this.getUp();
    this.run();
  }

  /** Ends the cell as it stands: nobody waits for its handler any longer. */
  abandon(reason: DeadLetterReason, error: Error): void {
    this.abort(error);
    this.ownLife?.abandon();
    this.ownSuspension?.abandon();
    this.leave();
    this.end();
    this.ownHandling?.abandon(reason, error);
    this.inbox.bury(reason, [error]);
  }

  /** Aborts the signal of what is going on. */
  abort(reason: Error): void {
    const context = this.ownHandling?.context ?? this.ownLife?.hook;
    if (context !== undefined) abortSignalOf(context, reason);
  }

  protected leave(): void {
    this.list?.remove(this);
  }

  /** Does what comes before the next message. */
  protected prior(): boolean {
    if (this.ownHandling?.isHeld === true) return this.ownHandling.again();
    const { life } = this;
    while (!life.isReady) if (!life.step() || !this.mayGoOn(life)) return false;
    if (this.stash !== undefined && this.stash.size > 0) return this.attempt(this.stash.take() as Delivery);
    if (life.hasDue) return this.tick(life.timers.take() as Tick);
    this.hasPrior = false;
    return true;
  }

  /** An activation that fails again and again, without a pause, must not hold everybody else. */
  private mayGoOn(life: Life): boolean {
    if (life.isReady || !this.hasWork || this.system.scheduler.spend()) return true;
    this.rise();
    return false;
  }

  /** A timer's tick is told and accepted when it is taken. */
  private tick({ message, handler, origin }: Tick): boolean {
    const { counters, system } = this.actor;
    const delivery = deliveryOf(handler, message, system.ids.next(), system.scheduler.now, this, origin);
    counters.accepted += 1;
    this.report('accepted', delivery);
    return this.attempt(delivery, false);
  }

  private restKeyed(): void {
    if (this.ownLife !== undefined || this.ownHandling !== undefined) this.restOtherwise();
    else this.actor.idle.add(this);
  }

  /** Lets go of what an idle instance does not need; unless it is no instance, or not idle. */
  private restOtherwise(): void {
    if (this.stash !== undefined && this.stash.aside > 0) return;
    if (this.instance === undefined) {
      this.ownSuspension?.abandon();
      this.end();
      this.actor.release(this);
    } else if (this.ownLife?.hasTimers !== true) {
      if (this.ownLife?.isBlank === true) this.ownLife = undefined;
      this.ownHandling = undefined;
      this.actor.idle.add(this);
    }
  }
}
