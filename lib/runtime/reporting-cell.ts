import type { Activity, ActivityType } from './activity.js';
import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import type { Address } from './address.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Delivery, MessageFacts } from './delivery.js';
import { MemoryMailbox } from './memory-mailbox.js';

/**
 * What a cell tells of its messages: to the activity, and to the dead letters.
 *
 * A cell is its mailbox, and not beside it: of what is read for each message, as much as may be lies in one place.
 */
export abstract class ReportingCell extends MemoryMailbox<object> {
  readonly system: ActorSystem;

  constructor(
    readonly actor: Actor,
    readonly key: string | undefined,
  ) {
    super(actor.mailbox.capacity);
    this.system = actor.system;
  }

  /** Made when it is asked for: most cells are never asked. */
  get address(): Address {
    return this.actor.addressOf(this.key);
  }

  /** Counts an accepted message that will not be handled, and makes a dead letter of it. */
  deadLetter(
    delivery: Delivery,
    reason: DeadLetterReason,
    errors: readonly unknown[],
    attempt = 0,
    handler?: string,
  ): void {
    const { counters, deduplication, system } = this.actor;
    counters.dead += 1;
    delivery.handler.tally.dead += 1;
    deduplication?.forget(system.ids.format(delivery.id));
    delivery.terms?.settled?.({ kind: 'dead', reason, errors });
    const envelope = system.reporter.envelopeOf(delivery, this.address, attempt);
    system.reporter.deadLetter(reason, envelope, errors, handler);
  }

  report(type: ActivityType, facts?: MessageFacts, more?: Partial<Activity>, attempt = 0): void {
    const { reporter } = this.system;
    if (!reporter.activity.isObserved) return;
    const envelope = facts && reporter.envelopeOf(facts, this.address, attempt);
    reporter.report(type, { address: String(this.address), envelope, ...more });
  }
}
