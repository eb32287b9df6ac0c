import type { ContextHost, ContextServices } from './actor-context.js';
import type { Batch } from './batch.js';
import { type Delivery, makeDelivery, makeDeliveryFrom } from './delivery.js';
import type { Handler } from './handler.js';
import type { Inbox } from './inbox.js';
import { full, type Refusal } from './refusal.js';
import type { Stash } from './stash.js';
import { StatefulCell } from './stateful-cell.js';
import type { Sent } from './verbs.js';

/** V8 looks up what is imported with each use, and takes a constant of the module for what it is. */
const makeFrom = makeDeliveryFrom;

/**
 * How messages come into a cell, and out of its mailbox.
 *
 * What comes from outside waits in a {@link Batch}, and a {@link Delivery} is made of one when anybody asks for more than the message. A
 * message of a million took half as long again with an object each, and the garbage collector had to copy them all.
 */
export abstract class AcceptingCell extends StatefulCell implements ContextHost {
  stash: Stash | undefined = undefined;
  /** The batch that came last, while any of it waits: the next message may join it. */
  private leader: Batch | undefined = undefined;
  /** The one whose followers come next. */
  leading: Batch | undefined = undefined;

  abstract readonly services: ContextServices;
  abstract readonly inbox: Inbox;

  abstract isPendingWith(delivery: Delivery): boolean;

  /** Accepts what a handler sends without another word. */
  postFrom(above: Delivery, handler: Handler, message: object): Sent {
    const delivery = makeFrom(above, handler, message, this);
    if (this.stash !== undefined || this.offer(delivery) === 'full') return this.sendOtherwise(delivery);
    this.leader = undefined;
    this.actor.counters.accepted += 1;
    this.wake();
    return 'accepted';
  }

  /** Accepts one from outside as it is, if it is like those of the last batch; else it begins one. */
  postPlain(handler: Handler, message: object): Sent {
    const { leader, system } = this;
    if (leader?.handler !== handler || leader.at !== system.scheduler.now) return this.post(handler, message);
    if (this.stash !== undefined || this.offer(message) === 'full') return this.post(handler, message);
    leader.followers += 1;
    this.actor.counters.accepted += 1;
    this.wakeLater();
    return 'accepted';
  }

  private post(handler: Handler, message: object): Sent {
    const isNext = this.size === 0;
    const batch: Batch = { handler, at: this.system.scheduler.now, message, followers: isNext ? 1 : 0 };
    if (this.stash !== undefined || this.offer(isNext ? message : batch) === 'full')
      return this.sendOtherwise(this.follow(batch, message));
    this.leader = batch;
    if (isNext) this.leading = batch;
    this.actor.counters.accepted += 1;
    this.wakeLater();
    return 'accepted';
  }

  private sendOtherwise(delivery: Delivery): Sent {
    const refusal = this.acceptOtherwise(delivery);
    return refusal === undefined ? 'accepted' : this.system.sender.bury(refusal, delivery);
  }

  /** Accepts a message, or says why not. */
  accept(delivery: Delivery): Refusal | undefined {
    if (this.stash !== undefined || this.offer(delivery) === 'full') return this.acceptOtherwise(delivery);
    this.leader = undefined;
    this.actor.counters.accepted += 1;
    // An actor that looks at more than class and key, so that its cells are not open, may have to remember the id.
    if (this.isOpen === false || this.system.activity.isObserved === true) this.noteAccepted(delivery);
    if (delivery.above === undefined) this.wakeLater();
    else this.wake();
    return undefined;
  }

  /** Takes the next of the mailbox. */
  receive(): Delivery | undefined {
    const { leading } = this;
    if (leading !== undefined) return this.follow(leading, this.takeFollower(leading));
    const next = this.take() as Batch | Delivery | undefined;
    if (next === undefined || next.followers === undefined) return next;
    this.lead(next);
    return this.follow(next, next.message);
  }

  /** When the next of the mailbox was accepted. */
  get oldestAt(): number | undefined {
    return (this.leading ?? (this.first as Batch | Delivery | undefined))?.at;
  }

  /** Its first was taken: its followers, if it has any, come next. */
  private lead(batch: Batch): void {
    if (batch.followers > 0) this.leading = batch;
    else if (this.leader === batch) this.leader = undefined;
  }

  /** Takes the next of its followers. */
  takeFollower(leading: Batch): object {
    leading.followers -= 1;
    if (leading.followers === 0) {
      if (this.leader === leading) this.leader = undefined;
      this.leading = undefined;
    }
    return this.take() as object;
  }

  /** One of a batch as a delivery, for whoever asks for more than the message. */
  follow({ handler, at }: Batch, message: object): Delivery {
    const id = this.system.ids.next();
    return makeDelivery(handler, message, id, at, this, id, undefined, undefined, undefined, undefined);
  }

  /** The mailbox is full, or something that was set aside counts as well. */
  private acceptOtherwise(delivery: Delivery): Refusal | undefined {
    this.leader = undefined;
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
