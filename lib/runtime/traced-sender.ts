import { type ActivationContext, isContext, occasionOf, type PublishOptions } from './actor-context.js';
import type { ActorSystem } from './actor-system.js';
import { knownTo, type Occasion } from './delivery.js';
import type { MessageSend, SendOutcome } from './instrumentation.js';
import { type MessageClass, messageTypeOf } from './message.js';
import { Origin, OUTSIDE, senderOf } from './origin.js';
import type { Refusal } from './refusal.js';
import type { Receipt, SendOptions } from './send-options.js';
import type { Sender } from './sender.js';
import type { Recipient } from './recipient.js';
import { answerOf, type Sent, type Verbs } from './verbs.js';
import { textOf } from './text-of.js';

/** The verbs, as long as somebody looks on: each send is shown, and takes along the headers that it is given. */
export class TracedSender implements Verbs {
  constructor(
    private readonly sender: Sender,
    private readonly system: ActorSystem,
  ) {}

  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): void {
    if (isContext(options)) return this.tellFrom(this.#occasion(options), message, undefined, to);
    this.#trace('tell', message, options, undefined, to, (traced) => this.sender.tell(message, traced, to));
  }

  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): void {
    this.#trace('tell', message, options, occasion, to, (traced) =>
      this.sender.tellFrom(occasion, message, traced, to),
    );
  }

  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    const occasion = isContext(options) ? this.#occasion(options) : undefined;
    const given = isContext(options) ? undefined : options;
    return answerOf(
      this.#trace('deliver', message, given, occasion, undefined, (traced) =>
        this.sender.offer(message, traced, occasion),
      ),
    );
  }

  publish(event: object, options?: PublishOptions | ActivationContext): void {
    if (isContext(options)) return this.publishFrom(this.#occasion(options), event);
    this.#trace('publish', event, options, undefined, undefined, (traced) =>
      this.sender.publish(event, traced),
    );
  }

  publishFrom(occasion: Occasion, event: object, options?: PublishOptions): void {
    this.#trace('publish', event, options, occasion, undefined, (traced) =>
      this.sender.publishFrom(occasion, event, traced),
    );
  }

  #occasion(context: ActivationContext): Occasion {
    return knownTo(this.system, occasionOf(context));
  }

  #trace<T extends Sent | Receipt>(
    verb: MessageSend['verb'],
    message: object,
    options: SendOptions | undefined,
    occasion: Occasion | undefined,
    to: Recipient | undefined,
    send: (options: SendOptions | undefined) => T,
  ): T {
    if (typeof message !== 'object' || message === null) return send(options);
    const facts = this.#factsOf(verb, message, options, occasion, to);
    const { headers, end } = this.system.instruments.send(facts);
    const sent = send({ ...options, id: facts.id, headers: { ...options?.headers, ...headers } });
    end(outcomeOf(sent));
    return sent;
  }

  #factsOf(
    verb: MessageSend['verb'],
    message: object,
    options: SendOptions | undefined,
    occasion: Occasion | undefined,
    to: Recipient | undefined,
  ): MessageSend {
    const { ids, clock, router } = this.system;
    const base = occasion === undefined ? OUTSIDE : Origin.of(occasion);
    const { causation, correlation, from, terms } = options === undefined ? base : base.with(options, clock);
    const id = options?.id === undefined ? ids.format(ids.next()) : textOf(options.id);
    const owner = to === undefined ? router.findOwner(message.constructor)?.actor : to.actor;
    return {
      verb,
      message,
      type: messageTypeOf(message.constructor as MessageClass),
      id,
      correlationId: ids.format(correlation ?? id),
      causationId: causation === undefined ? undefined : ids.format(causation),
      from: senderOf({ from }),
      actor: verb === 'publish' ? undefined : owner?.definition.name,
      headers: terms?.headers ?? {},
    };
  }
}

function outcomeOf(sent: Sent | Receipt): SendOutcome {
  if (typeof sent === 'string') return { kind: sent };
  return isRefusal(sent) ? { kind: 'refused', reason: sent.reason, error: sent.error } : { kind: 'accepted' };
}

function isRefusal(sent: Refusal | Receipt): sent is Refusal {
  return 'error' in sent;
}
