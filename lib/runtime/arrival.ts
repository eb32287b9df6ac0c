import type { ActorCell } from './actor-cell.js';
import type { Envelope } from './envelope.js';
import { Origin } from './origin.js';
import type { Delivery } from './delivery.js';

/** Is asked about each message before its mailbox takes it. Only a test has one. */
export interface Passage {
  /** Answers whether the message goes on to its mailbox now; if not, the passage has decided what becomes of it. */
  lets(arrival: Arrival): boolean;
}

/** A message that is about to be accepted, and what a {@link Passage} may do to it. */
export class Arrival {
  constructor(
    readonly cell: ActorCell,
    private readonly delivery: Delivery,
  ) {}

  get message(): object {
    return this.delivery.message;
  }

  /** Its envelope, as it stands before any attempt. */
  get envelope(): Envelope {
    return this.cell.actor.system.reporter.envelopeOf(this.delivery, this.cell.address, 0);
  }

  /** Accepts it, and lets it die in the same moment. */
  lose(): void {
    const { counters } = this.cell.actor;
    counters.accepted += 1;
    this.cell.report('accepted', this.delivery, undefined, 0);
    this.cell.deadLetter(this.delivery, 'rehearsed', []);
    this.cell.wake(); // a cell that was made for this message goes again
  }

  /** Accepts it now: what was held comes after all, or comes a second time. */
  arrive(): void {
    const { handler, message, id } = this.delivery;
    const { actor, key } = this.cell;
    const origin = Origin.behind(this.delivery);
    const refusal = actor.accept(handler, message, id, origin, key);
    if (refusal !== undefined)
      actor.system.sender.refusals.bury(refusal, { message, id, origin, key }, actor);
  }

  /** Reports what was done to it. */
  report(detail: string): void {
    this.cell.report('rehearsed', this.delivery, { detail }, 0);
  }
}
