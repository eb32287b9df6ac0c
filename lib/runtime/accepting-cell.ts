import type { ContextHost, ContextServices } from './actor-context.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import { Delivery } from './delivery.js';
import type { Handler } from './handler.js';
import type { Inbox } from './inbox.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageId, MessageIds } from './message-id.js';
import { full, type Refusal } from './refusal.js';
import type { Stash } from './stash.js';
import { StatefulCell } from './stateful-cell.js';
import type { Sent, Verbs } from './verbs.js';

/**
 * How messages come into a cell, and out of its mailbox.
 *
 * What comes from outside waits as it is, if it is like the one from outside before it: for the same handler, in the same millisecond. A
 * {@link Delivery} is made of it when anybody asks for more than the message. A message of a million took half as long again with an
 * object each, and the garbage collector had to copy them all.
 */
export abstract class AcceptingCell extends StatefulCell implements ContextHost {
  readonly mailbox: MemoryMailbox<object>;
  stash: Stash | undefined = undefined;
  /** Attempts and lifecycle methods that have ended: a context of an earlier one is stale. */
  turn = 0;
  /** Handler and time of the last delivery from outside that came in. */
  private lastHandler: Handler | undefined = undefined;
  private lastAt = 0;
  /** Those of the last one that was taken: of what waits as it is, up to the next delivery from outside. */
  protected takenHandler: Handler | undefined = undefined;
  protected takenAt = 0;

  abstract readonly services: ContextServices;
  abstract readonly inbox: Inbox;

  constructor(actor: Actor, address: Address) {
    super(actor, address);
    this.mailbox = new MemoryMailbox(actor.mailbox.capacity);
  }

  get ids(): MessageIds {
    return this.actor.system.ids;
  }

  get verbs(): Verbs {
    return this.actor.system.verbs;
  }

  abstract isPendingWith(delivery: Delivery): boolean;

  /** Has the cell run if nothing goes on in it. */
  abstract wake(): void;

  /** The same, when whoever is outside and has just told it something has had its turn. */
  abstract wakeLater(): void;

  /** Accepts a message of which nothing more is known than what it comes from. */
  post(
    handler: Handler,
    message: object,
    correlation?: MessageId,
    causation?: MessageId,
    from?: Address,
    above?: Delivery,
  ): Sent {
    const { ids, scheduler } = this.actor.system;
    const id = ids.next();
    const { now } = scheduler;
    const delivery = new Delivery(
      handler,
      message,
      id,
      now,
      this,
      correlation ?? id,
      causation,
      from,
      undefined,
      above,
    );
    const refusal = this.accept(delivery);
    return refusal === undefined ? 'accepted' : this.actor.system.sender.bury(refusal, delivery);
  }

  /** Accepts one from outside; as it is, where that is enough. */
  postPlain(handler: Handler, message: object): Sent {
    const { counters, system } = this.actor;
    const { now } = system.scheduler;
    if (
      handler !== this.lastHandler ||
      now !== this.lastAt ||
      this.stash !== undefined ||
      system.activity.isObserved === true ||
      this.mailbox.offer(message) === 'full'
    ) {
      this.lastHandler = handler;
      this.lastAt = now;
      const sent = this.post(handler, message);
      if (sent !== 'accepted') this.lastHandler = undefined;
      return sent;
    }
    counters.accepted += 1;
    if (this.isAsleep) this.wakeLater();
    return 'accepted';
  }

  /** Accepts a message that has not come straight here; nothing may be like it. */
  acceptOther(delivery: Delivery): Refusal | undefined {
    this.lastHandler = undefined;
    return this.accept(delivery);
  }

  /** Accepts a message, or says why not. */
  accept(delivery: Delivery): Refusal | undefined {
    if (this.stash !== undefined || this.mailbox.offer(delivery) === 'full')
      return this.acceptOtherwise(delivery);
    const { actor } = this;
    actor.counters.accepted += 1;
    if (actor.deduplication !== undefined || actor.system.activity.isObserved === true)
      this.noteAccepted(delivery);
    if (!this.isAsleep) return undefined;
    if (delivery.above === undefined) this.wakeLater();
    else this.wake();
    return undefined;
  }

  /** Takes the next of the mailbox. */
  take(): Delivery | undefined {
    const next = this.mailbox.take();
    if (next === undefined) return undefined;
    if (!(next instanceof Delivery)) return this.toDelivery(next, this.takenHandler as Handler, this.takenAt);
    if (next.above === undefined) this.noteTaken(next);
    return next;
  }

  /** When the next of the mailbox was accepted. */
  get oldestAt(): number | undefined {
    const { first } = this.mailbox;
    return first instanceof Delivery ? first.at : first && this.takenAt;
  }

  /** It comes from outside, and what waits behind it as it is may be like it. */
  protected noteTaken(delivery: Delivery): void {
    this.takenHandler = delivery.handler;
    this.takenAt = delivery.at;
  }

  protected toDelivery(message: object, handler: Handler, at: number): Delivery {
    const id = this.ids.next();
    return new Delivery(handler, message, id, at, this, id, undefined, undefined, undefined, undefined);
  }

  /** The mailbox is full, or something that was set aside counts as well. */
  private acceptOtherwise(delivery: Delivery): Refusal | undefined {
    const { actor, inbox } = this;
    if (inbox.offer(delivery) === 'full') {
      if (actor.mailbox.overflow === 'reject')
        return actor.refuse(full(this.address, actor.mailbox.capacity));
      inbox.replaceOldest(delivery);
    }
    actor.counters.accepted += 1;
    this.noteAccepted(delivery);
    this.wakeLater();
    return undefined;
  }

  private noteAccepted(delivery: Delivery): void {
    this.actor.remember(delivery.id);
    this.report('accepted', delivery);
  }
}
