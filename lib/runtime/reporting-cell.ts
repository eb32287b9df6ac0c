import type { Activity, ActivityType } from './activity.js';
import type { Actor } from './actor.js';
import type { Address } from './address.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Slot } from './delivery.js';

/** What a cell tells of its messages: to the activity, and to the dead letters. */
export abstract class ReportingCell {
  constructor(
    readonly actor: Actor,
    readonly address: Address,
  ) {}

  /** Counts an accepted message that will not be handled, and makes a dead letter of it. */
  deadLetter(
    slot: Slot,
    reason: DeadLetterReason,
    errors: readonly unknown[],
    attempt = 0,
    handler?: string,
  ): void {
    const { counters, deduplication, system } = this.actor;
    counters.dead += 1;
    this.actor.tally(slot.message, 'dead');
    deduplication?.forget(system.ids.format(slot.id));
    slot.cause.settled?.({ kind: 'dead', reason, errors });
    const envelope = system.reporter.envelopeOf(slot, this.address, attempt);
    system.reporter.deadLetter(reason, envelope, errors, handler);
  }

  report(type: ActivityType, slot?: Slot, facts?: Partial<Activity>, attempt = 0): void {
    const { reporter } = this.actor.system;
    if (!reporter.activity.isObserved) return;
    const envelope = slot && reporter.envelopeOf(slot, this.address, attempt);
    reporter.report(type, { address: String(this.address), envelope, ...facts });
  }
}
