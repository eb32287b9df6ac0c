import type { ContextHost } from './actor-context.js';
import { Cause } from './cause.js';
import type { Handler } from './handler.js';
import type { MessageId, MessageIds } from './message-id.js';

/** What makes an envelope; the rest follows from it, when somebody asks. */
export interface Slot {
  readonly message: object;
  readonly cause: Cause;
  readonly id: MessageId;
  /** When it was accepted: milliseconds since the runtime was made. */
  readonly at: number;
}

/** One attempt at a message, or one lifecycle method, as its context knows it. */
export interface Occasion extends Slot {
  readonly host: ContextHost;
  /** The host's, as it began. */
  turn: number;
  /** The first is 1. */
  readonly attempt: number;
  /** What its sends are caused by; made with the first. */
  sends: Cause | undefined;
}

/** A message in one instance, from its acceptance to its end: it waits in the mailbox, and then its context is about it. */
export interface Delivery extends Occasion {
  /** From its first attempt on with everybody around it who looks on. */
  handler: Handler;
}

export function newDelivery(
  handler: Handler,
  message: object,
  cause: Cause,
  id: MessageId,
  at: number,
  host: ContextHost,
): Delivery {
  return { message, handler, cause, id, at, host, turn: 0, attempt: 1, sends: undefined };
}

/** What the sends of an occasion are caused by: one cause for all of them. */
export function causeOf(occasion: Occasion): Cause {
  return (occasion.sends ??= causeFor(occasion));
}

/**
 * An occasion as a runtime with these ids may know it. The ids of another one are numbers that mean something else here, and who waits
 * for whom there is none of its business.
 */
export function knownTo(ids: MessageIds, occasion: Occasion): Occasion {
  if (occasion.host.ids === ids) return occasion;
  const { correlation, causation, from, headers } = causeOf(occasion);
  const format = (id: MessageId | undefined): string | undefined =>
    id === undefined ? undefined : occasion.host.ids.format(id);
  return { ...occasion, sends: new Cause(format(correlation), format(causation), from, headers) };
}

/** Whether the attempt, or lifecycle method, has ended. */
export function isStale(occasion: Occasion): boolean {
  return occasion.turn !== occasion.host.turn;
}

function causeFor({ cause, host, id }: Occasion): Cause {
  const correlation = cause.correlation ?? id;
  return new Cause(correlation, id, host.address, cause.headers, undefined, 0, undefined, cause.nearest());
}
