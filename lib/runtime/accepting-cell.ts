import type { ContextHost, ContextServices } from './actor-context.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import { Delivery } from './delivery.js';
import type { Handler } from './handler.js';
import type { Inbox } from './inbox.js';
import { type Assembler, MemoryMailbox } from './memory-mailbox.js';
import type { MessageId, MessageIds } from './message-id.js';
import { full, type Refusal } from './refusal.js';
import type { Stash } from './stash.js';
import { StatefulCell } from './stateful-cell.js';
import type { Sent, Verbs } from './verbs.js';

/** How messages come into a cell: they wait in its mailbox, or find no room there. */
export abstract class AcceptingCell
  extends StatefulCell
  implements ContextHost, Assembler<Delivery, Handler>
{
  readonly mailbox: MemoryMailbox<Delivery, Handler>;
  stash: Stash | undefined = undefined;
  /** Attempts and lifecycle methods that have ended: a context of an earlier one is stale. */
  turn = 0;

  abstract readonly services: ContextServices;
  abstract readonly inbox: Inbox;

  constructor(actor: Actor, address: Address) {
    super(actor, address);
    this.mailbox = new MemoryMailbox<Delivery, Handler>(actor.mailbox.capacity, this);
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

  /** Accepts one from outside, for a handler that takes nothing but the message. */
  postPlain(handler: Handler, message: object): Sent {
    const { counters, system } = this.actor;
    if (this.stash !== undefined || system.activity.isObserved === true) return this.post(handler, message);
    const id = system.ids.next();
    if (this.mailbox.offerParts(message, handler, id, system.scheduler.now) === 'full')
      return this.post(handler, message);
    counters.accepted += 1;
    if (this.isAsleep) this.wakeLater();
    return 'accepted';
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

  /** What waited in its parts becomes what any other message is. */
  assemble(message: object, handler: Handler, id: number, at: number): Delivery {
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
