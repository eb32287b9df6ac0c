import type { AcceptingCell } from './accepting-cell.js';
import type { ContextHost, ContextSystem } from './actor-context.js';
import type { Handler } from './handler.js';
import type { MessageId } from './message-id.js';
import { NO_TERMS, type Terms } from './terms.js';

/** What makes an envelope; the rest follows from it, when somebody asks. */
export interface MessageFacts {
  readonly message: object;
  /** Undefined: nobody has accepted it. */
  readonly handler?: Handler | undefined;
  readonly id: MessageId;
  /** When it was accepted, or refused: milliseconds since the runtime was made. */
  readonly at: number;
  /** The conversation; undefined: the message starts one, named by its own id. */
  readonly correlation: MessageId | undefined;
  readonly causation: MessageId | undefined;
  /** Who sent it; a text, the address alone, if it is a dead letter that is sent again. */
  readonly from: ContextHost | string | undefined;
  readonly terms: Terms | undefined;
}

/** One attempt at a message, or one lifecycle method, as its context knows it. */
export interface Occasion extends Omit<MessageFacts, 'id'> {
  /** Undefined: its sends are caused by no message. */
  readonly id: MessageId | undefined;
  /** Undefined: no message is handled. */
  readonly handler: Handler | undefined;
  readonly host: ContextHost;
  /** Undefined: it is a {@link Delivery}, and has none. So one look shows that what it sends is like it. */
  readonly terms: Terms | undefined;
  /** Whether it has ended: its context is stale. */
  isOver: boolean;
}

/**
 * A message in one instance, from its acceptance to its end: it waits in the mailbox, then its context is about it, and what its
 * handler sends comes from it.
 *
 * It names its ancestors by id, and holds none of them but those whose handlers are pending, and the one it comes from: else a long
 * conversation would keep every message it ever had.
 */
export interface Delivery extends Occasion, MessageFacts {
  /** From its first attempt on with everybody around it who looks on. */
  handler: Handler;
  readonly id: MessageId;
  readonly correlation: MessageId;
  /** What it comes from; once it is settled, the nearest of its ancestors whose handler is pending. */
  above: Delivery | undefined;
  /** A batch has some; this is how one is told from the other. */
  readonly followers?: undefined;
}

/** A literal, and no class: V8 makes one in a few nanoseconds wherever it is called from, where `new` takes twenty unless it is inlined. */
export function makeDelivery(
  handler: Handler,
  message: object,
  id: MessageId,
  at: number,
  host: ContextHost,
  correlation: MessageId,
  causation: MessageId | undefined,
  from: ContextHost | string | undefined,
  terms: Terms | undefined,
  above: Delivery | undefined,
): Delivery {
  return {
    handler,
    message,
    id,
    at,
    host,
    correlation,
    causation,
    from,
    terms,
    above,
    isOver: false,
  };
}

/** The same, in the same order of fields, so that V8 takes the two for one shape: what a handler sends without another word comes from its message. */
export function makeDeliveryFrom(
  above: Delivery,
  handler: Handler,
  message: object,
  host: AcceptingCell,
): Delivery {
  const { system } = host;
  return {
    handler,
    message,
    id: system.ids.next(),
    at: system.scheduler.now,
    host,
    correlation: above.correlation,
    causation: above.id,
    from: above.host,
    terms: undefined,
    above,
    isOver: false,
  };
}

/** The same message, for one attempt more or to be set aside: what context this one had must not come to life again. */
export function again(delivery: Delivery, attempt: number): Delivery {
  const { handler, message, id, at, host, correlation, causation, from, above } = delivery;
  const terms = { ...(delivery.terms ?? NO_TERMS), attempt };
  return makeDelivery(handler, message, id, at, host, correlation, causation, from, terms, above);
}

/** The first is 1. */
export function attemptOf({ terms }: Pick<MessageFacts, 'terms'>): number {
  return terms?.attempt ?? 1;
}

/**
 * An occasion as a runtime may know it. The ids of another one are numbers that mean something else here, and who waits
 * for whom there is none of its business.
 */
export function knownTo(system: ContextSystem, occasion: Occasion): Occasion {
  return occasion.host.system === system ? occasion : foreign(occasion);
}

function foreign(occasion: Occasion): Occasion {
  const { host, id, correlation, terms = NO_TERMS } = occasion;
  const format = (one: MessageId | undefined): string | undefined =>
    one === undefined ? undefined : host.system.ids.format(one);
  return { ...occasion, handler: undefined, id: format(id), correlation: format(correlation), terms };
}

/** The nearest up the conversation whose handler is pending; it may be the given one. */
export function nearestPending(delivery: Delivery | undefined): Delivery | undefined {
  let nearest = delivery;
  while (nearest !== undefined && !nearest.host.isPendingWith(nearest)) nearest = nearest.above;
  return nearest;
}
