import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { type Address, NOBODY } from './address.js';
import type { Envelope } from './envelope.js';
import type { MessageId } from './message-id.js';
import { factsOf, type Origin } from './origin.js';
import type { Refusal } from './refusal.js';
import { textOf } from './text-of.js';

/** One message on its way to an actor. */
export interface Sending {
  readonly message: object;
  readonly id: MessageId;
  readonly origin: Origin;
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
  report(refusal: Refusal, sending: Sending, actor: Actor | undefined): void {
    this.#tally(sending, actor);
    if (!this.system.reporter.activity.isObserved) return;
    const isObject = typeof sending.message === 'object' && sending.message !== null;
    this.#report(refusal, sending, actor, isObject ? this.#envelopeOf(refusal, sending, actor) : undefined);
  }

  /** For a sender that asks for nothing. */
  bury(refusal: Refusal, sending: Sending, actor: Actor | undefined): void {
    const { reporter } = this.system;
    this.#tally(sending, actor);
    const envelope = this.#envelopeOf(refusal, sending, actor);
    if (reporter.activity.isObserved) this.#report(refusal, sending, actor, envelope);
    reporter.deadLetter(refusal.reason, envelope, [refusal.error]);
  }

  #tally({ message }: Sending, actor: Actor | undefined): void {
    if (typeof message === 'object' && message !== null) actor?.tally(message, 'refused');
  }

  #report(
    { reason, error, key }: Refusal,
    sending: Sending,
    actor: Actor | undefined,
    envelope: Envelope | undefined,
  ): void {
    const address = String(addressOf(actor, sending.key ?? key));
    this.system.reporter.report('refused', { address, envelope, reason, error });
  }

  #envelopeOf(refusal: Refusal, sending: Sending, actor: Actor | undefined): Envelope {
    const { message, id, origin, key = refusal.key } = sending;
    const { reporter, scheduler } = this.system;
    return reporter.envelopeOf(factsOf(origin, message, id, scheduler.now), addressOf(actor, key), 0);
  }
}

/** What untyped code gives for a key may be no text, and may be all sorts of things. */
function addressOf(actor: Actor | undefined, key: string | undefined): Address {
  return actor?.addressOf(key === undefined ? undefined : textOf(key)) ?? NOBODY;
}
