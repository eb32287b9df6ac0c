import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { type Address, NOBODY } from './address.js';
import type { Cause } from './cause.js';
import { Counters } from './counters.js';
import type { MessageId } from './message-id.js';
import type { Refusal } from './refusal.js';

/** One message on its way to an actor, as far as that is known. */
export interface Sending {
  readonly message: object;
  readonly cause: Cause;
  readonly id: MessageId;
  readonly actor: Actor | undefined;
  readonly key: string | undefined;
}

/** What becomes of messages that are not accepted: counted, reported and, unless their sender is told, dead letters. */
export class Refusals {
  /** Counts what found no actor. */
  readonly counters = new Counters();

  constructor(private readonly system: ActorSystem) {}

  count(refusal: Refusal, actor: Actor | undefined): Refusal {
    const counters = actor?.counters ?? this.counters;
    counters.told += 1;
    counters.refused += 1;
    return refusal;
  }

  /** For a sender that is told itself: no dead letter. */
  report({ reason, error, key }: Refusal, sending: Sending): void {
    const { reporter } = this.system;
    if (!reporter.activity.isObserved) return;
    const address = addressOf(sending, key);
    const isObject = typeof sending.message === 'object' && sending.message !== null;
    const envelope = isObject ? this.#envelopeOf(sending, address) : undefined;
    reporter.report('refused', { address: String(address), envelope, reason, error });
  }

  /** For a sender that asks for nothing. */
  bury(refusal: Refusal, sending: Sending): void {
    this.report(refusal, sending);
    const envelope = this.#envelopeOf(sending, addressOf(sending, refusal.key));
    this.system.reporter.deadLetter(refusal.reason, envelope, [refusal.error]);
  }

  #envelopeOf(
    { message, cause, id }: Sending,
    address: Address,
  ): ReturnType<ActorSystem['reporter']['envelopeOf']> {
    const { reporter, scheduler } = this.system;
    return reporter.envelopeOf({ message, cause, id, at: scheduler.now }, address, 0);
  }
}

function addressOf({ actor, key }: Sending, foundKey: string | undefined): Address {
  return actor?.addressOf(key ?? foundKey) ?? NOBODY;
}
