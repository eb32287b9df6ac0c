import type { Address } from './address.js';
import { claimantsOf } from './claims.js';
import type { DeadLetterReason } from './dead-letter.js';
import {
  ActorStoppedError,
  describeError,
  InvalidMessageError,
  MailboxClosedError,
  type MailboxError,
  MailboxFullError,
  NoRecipientError,
  StaleContextError,
} from './errors.js';
import { freezeMessage } from './freeze.js';
import {
  findHiddenClass,
  isPlainObject,
  type MessageClass,
  messageTypeOf,
  validateMessage,
} from './message.js';
import type { Router } from './router.js';

/** Why a message was not accepted: what `deliver` rejects with, and the reason of the dead letter that `tell` makes of it. */
export interface Refusal {
  readonly reason: DeadLetterReason;
  readonly error: MailboxError;
  /** The key of the instance that refused it, where one did. */
  readonly key?: string | undefined;
}

/** Nobody owns the message; or it is none at all. */
export function nobodyOwns(message: object, router: Router): Refusal {
  const noneAtAll = findNoMessage(message);
  if (noneAtAll !== undefined) return noneAtAll;
  const type = messageTypeOf(message.constructor as MessageClass);
  return { reason: 'no-recipient', error: new NoRecipientError(type, whyNobody(message, type, router)) };
}

/** What somebody has probably forgotten; undefined where nothing is near. */
function whyNobody(message: object, type: string, router: Router): string | undefined {
  const problem = `no actor handles ${type}`;
  const [claimant] = claimantsOf(message.constructor as MessageClass);
  if (claimant !== undefined) {
    return `${problem}: ${claimant} does, but no module of this application provides it; add it to the providers of one that is imported`;
  }
  const owned = [...router.ownedClasses];
  const ownerOf = (messageClass: MessageClass): string =>
    router.findOwner(messageClass)?.actor.definition.className ?? 'somebody';
  const parent = owned.find((candidate) => message instanceof candidate);
  if (parent !== undefined) {
    return `${problem}: ${ownerOf(parent)} handles ${parent.name}, and a handler takes no subclasses; add @Handle(${message.constructor.name}) to it`;
  }
  const namesake = owned.find((candidate) => messageTypeOf(candidate) === type);
  if (namesake !== undefined) {
    return `${problem}: ${ownerOf(namesake)} handles another class of that type; if they are meant to be one, its file or package is loaded twice: import it from one place`;
  }
  const [subscriber] = router.subscribersOf(message.constructor);
  if (subscriber === undefined) return undefined;
  return `${problem}: ${subscriber.actor.definition.className} subscribes to it, which hears what is published; publish it, or add @Handle(${type}) to its owner`;
}

/** An actor was told by its ref what it does not take; or it is no message at all. */
export function doesNotTake(message: object, byRef: string): Refusal {
  const noneAtAll = findNoMessage(message);
  if (noneAtAll !== undefined) return noneAtAll;
  const type = messageTypeOf(message.constructor as MessageClass);
  const problem = `${byRef} has no handler for ${type}; add one, or tell the actor that owns ${type}`;
  return { reason: 'unhandled', error: new NoRecipientError(type, problem) };
}

/** A plain object is no message, nor is what cannot be told from one. */
function findNoMessage(message: object): Refusal | undefined {
  if (isPlainObject(message)) return noMessage(message);
  const hidden = findHiddenClass(message);
  if (hidden === undefined) return undefined;
  return { reason: 'invalid-message', error: new InvalidMessageError('Object', [], hidden) };
}

/** What `deliver` and `tell` say when they get a request's body instead of a message. */
export function noMessage(given: unknown): Refusal {
  const problem = `${given === null ? 'null' : typeof given === 'object' ? 'a plain object' : `a value of type ${typeof given}`} is no message, send an instance of its class: new PlaceOrder(body) or PlaceOrder.from(body)`;
  return { reason: 'invalid-message', error: new InvalidMessageError('Object', [], problem) };
}

export function findInvalid(message: object): Refusal | undefined {
  try {
    validateMessage(message);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidMessageError) return { reason: 'invalid-message', error };
    const type = messageTypeOf(message.constructor as MessageClass);
    const problem = `the schema of ${type} threw; see the cause of this error`;
    const options = { cause: error };
    return { reason: 'invalid-message', error: new InvalidMessageError(type, [], problem, options) };
  }
}

/** Freezes a message, or says why that cannot be: it has a getter that throws, or is a view of a buffer. */
export function findUnfit(message: object): Refusal | undefined {
  try {
    freezeMessage(message);
    return undefined;
  } catch (error) {
    const type = messageTypeOf(message.constructor as MessageClass);
    const problem = `${type} cannot be frozen: ${describeError(error)}; let a message have plain fields, or set the option freeze to 'off'`;
    return { reason: 'invalid-message', error: new InvalidMessageError(type, [], problem) };
  }
}

export function closed(state: string): Refusal {
  return { reason: 'shutdown', error: new MailboxClosedError(state) };
}

export function stopped(actor: string): Refusal {
  return { reason: 'actor-stopped', error: new ActorStoppedError(`mailbox://${actor}`) };
}

export function full(address: Address, capacity: number): Refusal {
  const error = new MailboxFullError(String(address), capacity);
  return { reason: 'mailbox-full', error, key: address.key };
}

/** More is sent before the actors are known than a mailbox would hold. */
export function tooEarly(capacity: number): Refusal {
  return { reason: 'mailbox-full', error: new MailboxFullError('a runtime without actors', capacity) };
}

export function staleContext(member: string): Refusal {
  return { reason: 'stale-context', error: new StaleContextError(member) };
}
