import type { ContextHost } from './actor-context.js';
import type { Clock } from './clock.js';
import { type Delivery, makeDelivery, type MessageFacts, type Occasion } from './delivery.js';
import type { Handler } from './handler.js';
import type { MessageId } from './message-id.js';
import type { SendOptions } from './send-options.js';
import { NO_TERMS, type Terms } from './terms.js';
import { textOf } from './text-of.js';

/** Where a message comes from, and what travels along with it. */
export class Origin {
  constructor(
    /** The conversation; undefined: the message starts one, named by its own id. */
    readonly correlation: MessageId | undefined,
    readonly causation: MessageId | undefined,
    readonly from: ContextHost | string | undefined,
    readonly terms?: Terms,
    /** The message whose handler sends it. */
    readonly above?: Delivery,
  ) {}

  /** Where that comes from which an attempt, or a lifecycle method, sends. */
  static of(occasion: Occasion): Origin {
    const { correlation, id, host, terms } = occasion;
    const headers = terms?.headers;
    const inherited = headers && { ...NO_TERMS, headers }; // headers travel along a conversation, the rest does not
    const above = occasion.handler === undefined ? undefined : (occasion as Delivery);
    return new Origin(correlation, id, host, inherited, above);
  }

  /** Where a message came from. */
  static behind({ correlation, causation, from, terms, above }: Delivery): Origin {
    return new Origin(correlation, causation, from, terms, above);
  }

  /** The origin of a send that says more about itself. */
  with({ correlationId, causationId, headers, ttlMs }: SendOptions, clock: Clock): Origin {
    return new Origin(
      correlationId === undefined ? this.correlation : textOf(correlationId),
      causationId === undefined ? this.causation : textOf(causationId),
      this.from,
      headers === undefined && ttlMs === undefined
        ? this.terms
        : {
            ...NO_TERMS,
            headers: headersOf(this.terms?.headers, headers),
            expiresAt: ttlMs === undefined ? undefined : clock.now() + Number(ttlMs), // a text of a number, from the environment, would be joined on
          },
      this.above,
    );
  }
}

/** From outside, and nothing more is known. */
export const OUTSIDE = new Origin(undefined, undefined, undefined);

type Headers = Readonly<Record<string, string>>;

/** Headers are texts, whatever an untyped sender makes of them: an object would be a way back to it. */
function headersOf(inherited: Headers | undefined, given: Headers | undefined): Headers | undefined {
  if (!given) return inherited;
  const texts = Object.entries(given).map(([name, value]) => [name, textOf(value)]);
  return Object.freeze({ ...inherited, ...Object.fromEntries(texts) });
}

/** The address of whoever sent a message, if that was an actor. */
export function senderOf({ from }: Pick<MessageFacts, 'from'>): string | undefined {
  return typeof from === 'object' ? String(from.address) : from;
}

/** What is known of a message that no instance accepts. */
export function factsOf(origin: Origin, message: object, id: MessageId, at: number): MessageFacts {
  const { correlation, causation, from, terms } = origin;
  return { message, id, at, correlation, causation, from, terms };
}

/** A message that an instance is about to accept. */
export function deliveryOf(
  handler: Handler,
  message: object,
  id: MessageId,
  at: number,
  host: ContextHost,
  { correlation, causation, from, terms, above }: Origin,
): Delivery {
  return makeDelivery(handler, message, id, at, host, correlation ?? id, causation, from, terms, above);
}
