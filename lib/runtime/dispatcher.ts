import { type ActivationContext, isContext, occasionOf, type PublishOptions } from './actor-context.js';
import type { Actor } from './actor.js';
import type { ActorSystem, RuntimeState } from './actor-system.js';
import { Address } from './address.js';
import type { DeadLetter } from './dead-letter.js';
import { type Delivery, isStale, knownTo, type Occasion } from './delivery.js';
import { EarlySends } from './early-sends.js';
import type { Handler } from './handler.js';
import type { MessageId } from './message-id.js';
import { factsOf, Origin, OUTSIDE } from './origin.js';
import {
  closed,
  doesNotTake,
  findInvalid,
  nobodyOwns,
  noMessage,
  type Refusal,
  staleContext,
  tooEarly,
} from './refusal.js';
import { Refusals } from './refusals.js';
import type { Room } from './room.js';
import { Route } from './route.js';
import type { Receipt, SendOptions } from './send-options.js';
import { NO_TERMS } from './terms.js';
import { answerOf, type Recipient, type Sent } from './verbs.js';
import { textOf } from './text-of.js';

/** How a message gets to the actor that accepts or refuses it, whatever its sender says about it and whatever state the runtime is in. */
export class Dispatcher {
  readonly refusals: Refusals;
  /** Events that nobody subscribes to. */
  unheard = 0;
  readonly #early: EarlySends;
  /** Whether messages may go straight to their instances: the runtime runs, and takes them as they are. */
  protected isOpen = false;
  /** Where messages from outside go. */
  protected readonly route: Route;

  constructor(protected readonly system: ActorSystem) {
    this.refusals = new Refusals(system);
    this.#early = new EarlySends(system.options.mailbox.capacity);
    this.route = new Route(system.router);
  }

  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (isContext(options)) return this.tellFrom(this.#occasion(options), message, undefined, to);
    return this.#tell(message, this.#id(options), this.#origin(options), options?.key, to);
  }

  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent {
    const origin = this.#origin(options, Origin.of(occasion));
    return this.#tell(message, this.#id(options), origin, options?.key, to, isStale(occasion));
  }

  /** What an instance did not accept of a message that had come to it directly. */
  bury(refusal: Refusal, delivery: Delivery): Refusal {
    const { handler, host, message, id } = delivery;
    const { key } = host.address;
    this.refusals.bury(refusal, { message, id, origin: Origin.behind(delivery), actor: handler.actor, key });
    return refusal;
  }

  /** Accepts inside the call. The promise says how that went; left alone, its rejection harms nobody. */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    return answerOf(
      isContext(options)
        ? this.offer(message, undefined, this.#occasion(options))
        : this.offer(message, options, undefined),
    );
  }

  /** What {@link deliver} promises, at once. */
  offer(message: object, given: SendOptions | undefined, context: Occasion | undefined): Receipt | Refusal {
    const id = this.#id(given);
    const origin = this.#origin(given, context && Origin.of(context));
    const key = given?.key;
    const owner = isObject(message) ? this.system.router.findOwner(message.constructor) : undefined;
    const actor = owner?.actor;
    const undeliverable = this.#findUndeliverable(message, actor, context);
    const refusal =
      undeliverable === undefined
        ? this.#accept(owner, actor, message, id, origin, key)
        : this.refusals.count(undeliverable, actor);
    if (refusal !== undefined) {
      this.refusals.report(refusal, { message, id, origin, actor, key });
      return refusal;
    }
    const { ids } = this.system;
    const text = ids.format(id);
    return {
      id: text,
      correlationId: origin.correlation === undefined ? text : ids.format(origin.correlation),
    };
  }

  /** How much room `deliver` would find for a message, or what it would reject with whatever the room. Counts nothing. */
  roomFor(message: object, key: string | undefined): Room | Refusal {
    const actor = this.system.router.findOwner(message.constructor)?.actor;
    const undeliverable = this.#findUndeliverable(message, actor, undefined);
    if (undeliverable !== undefined) return undeliverable;
    return actor === undefined ? nobodyOwns(message, this.system.router) : actor.roomFor(message, key);
  }

  publish(event: object, options?: PublishOptions | ActivationContext): Sent {
    if (isContext(options)) return this.publishFrom(this.#occasion(options), event);
    return this.#publish(event, this.#id(options), this.#origin(options));
  }

  publishFrom(occasion: Occasion, event: object, options?: PublishOptions): Sent {
    const origin = this.#origin(options, Origin.of(occasion));
    return this.#publish(event, this.#id(options), origin, isStale(occasion));
  }

  /**
   * Sends a dead letter's message again: to where it was going, or, if nobody takes it there, to its owner. Answers whether it was
   * accepted.
   */
  redrive({ envelope }: DeadLetter): boolean {
    const { message, id, correlationId, causationId, from, headers, redriven } = envelope;
    const { reporter, router, state } = this.system;
    const addressed = router.find(Address.actorOf(envelope.to))?.handlers.get(message.constructor);
    const handler = addressed ?? router.findOwner(message.constructor);
    if (handler === undefined || state === 'closed') return false;
    const { actor } = handler;
    const key = addressed === undefined ? undefined : envelope.key;
    const terms = { ...NO_TERMS, headers, redriven: redriven + 1 };
    const origin = new Origin(correlationId, causationId, from, terms);
    const unfit = this.system.inspection.find(message); // it may have become a letter before anybody looked at it
    const refusal = unfit ? actor.refuse(unfit) : actor.accept(handler, message, id, origin, key);
    if (refusal !== undefined) this.refusals.report(refusal, { message, id, origin, actor, key });
    else if (reporter.activity.isObserved) reporter.report('redriven', { address: envelope.to, envelope });
    return refusal === undefined;
  }

  /** The runtime has come to another state. */
  turnTo(state: RuntimeState): void {
    this.isOpen = this.system.inspection.isNone && state === 'running';
  }

  /** Sends what was sent before the actors were known. If the runtime has ended without ever knowing them, it is refused. */
  sendEarly(): void {
    this.#early.release();
  }

  #tell(
    message: object,
    id: MessageId,
    origin: Origin,
    givenKey?: string,
    to?: Recipient,
    isLate = false,
  ): Sent {
    if (!isObject(message)) throw new TypeError(noObject('tell', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#keep(message, id, origin, givenKey, to, isLate)) return 'kept';
    const handler =
      to === undefined ? router.findOwner(message.constructor) : to.actor?.handlers.get(message.constructor);
    const key = to === undefined ? givenKey : (to.key ?? givenKey);
    return this.#place(handler, to?.actor, message, id, origin, key, isLate ? 'tell' : undefined);
  }

  #keep(
    message: object,
    id: MessageId,
    origin: Origin,
    key: string | undefined,
    to: Recipient | undefined,
    isLate: boolean,
  ): boolean {
    return this.#early.keep(() => void this.#tell(message, id, origin, key, to, isLate));
  }

  #publish(message: object, id: MessageId, origin: Origin, isLate = false): Sent {
    if (!isObject(message)) throw new TypeError(noObject('publish', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#keepEvent(message, id, origin, isLate)) return 'kept';
    const subscribers = router.subscribersOf(message.constructor);
    if (subscribers.length === 0) return this.#unheard(message, id, origin, isLate);
    let sent: Sent = 'accepted';
    for (const handler of subscribers) {
      const one = this.#place(
        handler,
        undefined,
        message,
        id,
        origin,
        undefined,
        isLate ? 'publish' : undefined,
      );
      if (one !== 'accepted') sent = one;
    }
    return sent;
  }

  #keepEvent(message: object, id: MessageId, origin: Origin, isLate: boolean): boolean {
    return this.#early.keep(() => void this.#publish(message, id, origin, isLate));
  }

  /** Nobody subscribes; or nobody can be known to, because the runtime does not know its actors, or has ended. */
  #unheard(message: object, id: MessageId, origin: Origin, isLate: boolean): Sent {
    const { state, reporter, scheduler } = this.system;
    if (isLate || state === 'created' || state === 'closed') {
      return this.#place(
        undefined,
        undefined,
        message,
        id,
        origin,
        undefined,
        isLate ? 'publish' : undefined,
      );
    }
    this.unheard += 1;
    reporter.unheard(factsOf(origin, message, id, scheduler.now));
    return 'unheard';
  }

  /**
   * Has an actor accept a message; what it does not take becomes a dead letter.
   *
   * @param named The actor that a ref names, whether it takes the message or not.
   * @param lateVerb What the sender's context was asked for after its handler had settled.
   */
  #place(
    handler: Handler | undefined,
    named: Actor | undefined,
    message: object,
    id: MessageId,
    origin: Origin,
    key: string | undefined,
    lateVerb: 'tell' | 'publish' | undefined,
  ): Sent {
    const actor = handler === undefined ? named : handler.actor;
    const isUsual = lateVerb === undefined && this.isOpen;
    let refusal: Refusal | undefined;
    if (isUsual && handler !== undefined) refusal = handler.actor.accept(handler, message, id, origin, key);
    else if (lateVerb !== undefined) refusal = this.refusals.count(staleContext(lateVerb), actor);
    else refusal = this.#accept(handler, actor, message, id, origin, key);
    if (refusal === undefined) return 'accepted';
    this.refusals.bury(refusal, { message, id, origin, actor, key });
    return refusal;
  }

  #accept(
    handler: Handler | undefined,
    actor: Actor | undefined,
    message: object,
    id: MessageId,
    origin: Origin,
    key: string | undefined,
  ): Refusal | undefined {
    const { inspection, options, router, state } = this.system;
    if (state === 'closed') return this.refusals.count(closed(state), actor);
    if (state === 'created') return this.refusals.count(tooEarly(options.mailbox.capacity), actor);
    if (actor === undefined) return this.refusals.count(nobodyOwns(message, router), actor);
    const unfit =
      inspection.find(message) ??
      (handler === undefined ? doesNotTake(message, actor.definition.className) : undefined);
    if (unfit !== undefined) return actor.refuse(unfit);
    return actor.accept(handler as Handler, message, id, origin, key);
  }

  /** What only the edge has to fear. */
  #findUndeliverable(
    message: object,
    actor: Actor | undefined,
    context: Occasion | undefined,
  ): Refusal | undefined {
    const { state, options } = this.system;
    if (!isObject(message)) return noMessage(message);
    if (context !== undefined && isStale(context)) return staleContext('deliver');
    if (state !== 'registered' && state !== 'running') return closed(state);
    return actor === undefined || options.validate === 'off' ? undefined : findInvalid(message);
  }

  #id(options: PublishOptions | undefined): MessageId {
    return options?.id === undefined ? this.system.ids.next() : textOf(options.id); // a number would pass for one of ours
  }

  #occasion(context: ActivationContext): Occasion {
    return knownTo(this.system.ids, occasionOf(context));
  }

  #origin(options: PublishOptions | undefined, base = OUTSIDE): Origin {
    return options === undefined ? base : base.with(options, this.system.clock);
  }
}

function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}

function noObject(verb: string, message: unknown): string {
  return `${verb} takes a message, an instance of its class; got ${message === null ? 'null' : typeof message}`;
}
