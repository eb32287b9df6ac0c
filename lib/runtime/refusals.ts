import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { type Address, NOBODY } from './address.js';
import type { Envelope } from './envelope.js';
import type { MessageId } from './message-id.js';
import { factsOf, type Origin } from './origin.js';
import type { Refusal } from './refusal.js';

/** One message on its way to an actor, as far as that is known. */
interface Sending {
  readonly message: object;
  readonly id: MessageId;
  readonly origin: Origin;
  readonly actor: Actor | undefined;
  readonly key: string | undefined;
}

/** What becomes of messages that are not accepted: counted, reported and, unless their sender is told, dead letters. */
export class Refusals {
  /** How many found no actor. */
  refused = 0;

  constructor(private readonly system: ActorSystem) {}

  count(refusal: Refusal, actor: Actor | undefined): Refusal {
    const counted = actor?.counters ?? this;
    counted.refused += 1;
    return refusal;
  }

  /** For a sender that is told itself: no dead letter. */
  report(refusal: Refusal, sending: Sending): void {
    this.#tally(sending);
    if (!this.system.reporter.activity.isObserved) return;
    const isObject = typeof sending.message === 'object' && sending.message !== null;
    this.#report(refusal, sending, isObject ? this.#envelopeOf(refusal, sending) : undefined);
  }

  /** For a sender that asks for nothing. */
  bury(refusal: Refusal, sending: Sending): void {
    const { reporter } = this.system;
    this.#tally(sending);
    const envelope = this.#envelopeOf(refusal, sending);
    if (reporter.activity.isObserved) this.#report(refusal, sending, envelope);
    reporter.deadLetter(refusal.reason, envelope, [refusal.error]);
  }

  #tally({ actor, message }: Sending): void {
    if (typeof message === 'object' && message !== null) actor?.tally(message, 'refused');
  }

  #report({ reason, error, key }: Refusal, sending: Sending, envelope: Envelope | undefined): void {
    const address = String(addressOf(sending, key));
    this.system.reporter.report('refused', { address, envelope, reason, error });
  }

  #envelopeOf({ key: foundKey }: Refusal, sending: Sending): Envelope {
    const { message, id, origin } = sending;
    const { reporter, scheduler } = this.system;
    return reporter.envelopeOf(factsOf(origin, message, id, scheduler.now), addressOf(sending, foundKey), 0);
  }
}

function addressOf({ actor, key }: Sending, foundKey: string | undefined): Address {
  return actor?.addressOf(key ?? foundKey) ?? NOBODY;
}
