import type { ActorCell } from './actor-cell.js';
import type { Envelope } from './envelope.js';
import type { Handler } from './handler.js';
import type { Slot } from './delivery.js';

/** Is asked about each message before its mailbox takes it. Only a test has one. */
export interface Passage {
  /** Answers whether the message goes on to its mailbox now; if not, the passage has decided what becomes of it. */
  lets(arrival: Arrival): boolean;
}

/** A message that is about to be accepted, and what a {@link Passage} may do to it. */
export class Arrival {
  constructor(
    readonly cell: ActorCell,
    private readonly slot: Readonly<Slot>,
  ) {}

  get message(): object {
    return this.slot.message;
  }

  /** Its envelope, as it stands before any attempt. */
  get envelope(): Envelope {
    return this.cell.actor.system.reporter.envelopeOf(this.slot, this.cell.address, 0);
  }

  /** Accepts it, and lets it die in the same moment. */
  lose(): void {
    const { counters } = this.cell.actor;
    counters.accepted += 1;
    this.cell.report('accepted', this.slot, undefined, 0);
    this.cell.deadLetter(this.slot, 'rehearsed', []);
    this.cell.wake(); // a cell that was made for this message goes again
  }

  /** Accepts it now: what was held comes after all, or comes a second time. */
  arrive(): void {
    const { actor, address } = this.cell;
    const { message, cause, id } = this.slot;
    const handler = actor.handlers.get(message.constructor) as Handler;
    const refusal = actor.accept(handler, message, cause, id, address.key);
    if (refusal === undefined) return;
    actor.system.sender.refusals.bury(refusal, { message, cause, id, actor, key: address.key });
  }

  /** Reports what was done to it. */
  report(detail: string): void {
    this.cell.report('rehearsed', this.slot, { detail }, 0);
  }
}
