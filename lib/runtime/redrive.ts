import type { ActorSystem } from './actor-system.js';
import { Address } from './address.js';
import type { DeadLetter } from './dead-letter.js';
import { Origin } from './origin.js';
import { NO_TERMS } from './terms.js';

/**
 * Sends a dead letter's message again: to where it was going, or, if nobody takes it there, to its owner. Answers whether it was
 * accepted.
 */
export function redrive(system: ActorSystem, { envelope }: DeadLetter): boolean {
  const { message, id, correlationId, causationId, from, headers, redriven } = envelope;
  const { inspection, reporter, router, sender, state } = system;
  const addressed = router.find(Address.actorOf(envelope.to))?.handlers.get(message.constructor);
  const handler = addressed ?? router.findOwner(message.constructor);
  if (handler === undefined || state === 'closed') return false;
  const { actor } = handler;
  const key = addressed === undefined ? undefined : envelope.key;
  const terms = { ...NO_TERMS, headers, redriven: redriven + 1 };
  const origin = new Origin(correlationId, causationId, from, terms);
  const unfit = inspection.find(message); // it may have become a letter before anybody looked at it
  const refusal = unfit ? actor.refuse(unfit) : actor.accept(handler, message, id, origin, key);
  if (refusal !== undefined) sender.refusals.report(refusal, { message, id, origin, key }, actor);
  else if (reporter.activity.isObserved) reporter.report('redriven', { address: envelope.to, envelope });
  return refusal === undefined;
}
