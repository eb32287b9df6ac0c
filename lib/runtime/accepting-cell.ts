import type { ContextHost, ContextServices } from './actor-context.js';
import { type Delivery, makeDelivery, makeDeliveryFrom } from './delivery.js';
import type { Handler } from './handler.js';
import type { Inbox } from './inbox.js';
import type { MessageIds } from './message-id.js';
import { full, type Refusal } from './refusal.js';
import type { Stash } from './stash.js';
import { StatefulCell } from './stateful-cell.js';
import type { Sent, Verbs } from './verbs.js';

/**
 * How messages come into a cell, and out of its mailbox.
 *
 * What comes from outside waits as it is, if it follows one that it is like: for the same handler, at the same time by the runtime's
 * clock. That one counts its followers, and a {@link Delivery} is made of one when anybody asks for more than the message. A message of
 * a million took half as long again with an object each, and the garbage collector had to copy them all.
 */
export abstract class AcceptingCell extends StatefulCell implements ContextHost {
  stash: Stash | undefined = undefined;
  /** The last delivery that came in, from outside, while it or its followers wait. */
  private leader: Delivery | undefined = undefined;
  /** The one whose followers come next. */
  leading: Delivery | undefined = undefined;

  abstract readonly services: ContextServices;
  abstract readonly inbox: Inbox;

  abstract isPendingWith(delivery: Delivery): boolean;

  get ids(): MessageIds {
    return this.system.ids;
  }

  get verbs(): Verbs {
    return this.system.verbsInside;
  }

  /** Accepts what a handler sends without another word. */
  postFrom(above: Delivery, handler: Handler, message: object): Sent {
    const { system } = this;
    const delivery = makeDeliveryFrom(above, handler, message, system.ids.next(), system.scheduler.now, this);
    if (this.stash !== undefined || this.offer(delivery) === 'full')
      return this.sent(delivery, this.acceptOtherwise(delivery));
    this.leader = undefined;
    this.actor.counters.accepted += 1;
    this.wake();
    return 'accepted';
  }

  /** Accepts one from outside; as it is, if it follows one that it is like. */
  postPlain(handler: Handler, message: object): Sent {
    const { leader, system } = this;
    if (
      leader === undefined ||
      handler !== leader.handler ||
      leader.at !== system.scheduler.now ||
      this.stash !== undefined ||
      this.offer(message) === 'full'
    )
      return this.post(handler, message);
    leader.followers += 1;
    this.actor.counters.accepted += 1;
    this.wakeLater();
    return 'accepted';
  }

  private post(handler: Handler, message: object): Sent {
    const { ids, scheduler } = this.system;
    const id = ids.next();
    const delivery = makeDelivery(
      handler,
      message,
      id,
      scheduler.now,
      this,
      id,
      undefined,
      undefined,
      undefined,
      undefined,
    );
    return this.sent(delivery, this.accept(delivery));
  }

  private sent(delivery: Delivery, refusal: Refusal | undefined): Sent {
    return refusal === undefined ? 'accepted' : this.system.sender.bury(refusal, delivery);
  }

  /** Accepts a message, or says why not. */
  accept(delivery: Delivery): Refusal | undefined {
    if (this.stash !== undefined || this.offer(delivery) === 'full') return this.acceptOtherwise(delivery);
    const isFromOutside = delivery.above === undefined;
    this.leader = isFromOutside ? delivery : undefined;
    this.actor.counters.accepted += 1;
    // An actor that looks at more than class and key, so that its cells are not open, may have to remember the id.
    if (this.isOpen === false || this.system.activity.isObserved === true) this.noteAccepted(delivery);
    if (isFromOutside) this.wakeLater();
    else this.wake();
    return undefined;
  }

  /** Takes the next of the mailbox. */
  receive(): Delivery | undefined {
    const { leading } = this;
    if (leading !== undefined) return this.follow(leading, this.takeFollower(leading));
    const next = this.take();
    if (next !== undefined && (next as Delivery).above === undefined) this.lead(next as Delivery);
    return next as Delivery | undefined;
  }

  /** When the next of the mailbox was accepted. */
  get oldestAt(): number | undefined {
    return (this.leading ?? (this.first as Delivery | undefined))?.at;
  }

  /** One was taken: its followers, if it has any, come next. */
  private lead(delivery: Delivery): void {
    if (delivery.followers > 0) this.leading = delivery;
    else if (this.leader === delivery) this.leader = undefined;
  }

  /** Takes the next of its followers. */
  takeFollower(leading: Delivery): object {
    leading.followers -= 1;
    if (leading.followers === 0) {
      if (this.leader === leading) this.leader = undefined;
      this.leading = undefined;
    }
    return this.take() as object;
  }

  /** A follower's own delivery, for whoever asks for more than the message. */
  follow({ handler, at }: Delivery, message: object): Delivery {
    const id = this.ids.next();
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
