import { type ActivationContext, isContext, occasionOf, type PublishOptions } from './actor-context.js';
import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { type Delivery, knownTo, type Occasion } from './delivery.js';
import { EarlySends } from './early-sends.js';
import type { Handler } from './handler.js';
import type { MessageId } from './message-id.js';
import { factsOf, Origin, OUTSIDE } from './origin.js';
import { closed, doesNotTake, nobodyOwns, type Refusal, staleContext, tooEarly } from './refusal.js';
import { Refusals, type Sending } from './refusals.js';
import { Route } from './route.js';
import type { SendOptions } from './send-options.js';
import type { Recipient } from './recipient.js';
import type { Sent } from './verbs.js';
import { textOf } from './text-of.js';

/** How a message gets to the actor that accepts or refuses it, whatever its sender says about it and whatever state the runtime is in. */
export abstract class Dispatcher {
  readonly refusals: Refusals;
  /** Events that nobody subscribes to. */
  unheard = 0;
  readonly #early: EarlySends;
  /** Whether messages may go straight to their instances: the runtime runs, takes them as they are, and nobody looks on. */
  protected isOpen = false;
  /** Where messages from outside go. */
  protected readonly route: Route;

  constructor(protected readonly system: ActorSystem) {
    this.refusals = new Refusals(system);
    this.#early = new EarlySends(system.options.mailbox.capacity);
    this.route = new Route(system);
  }

  abstract tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent;

  protected dispatch(
    message: object,
    options: SendOptions | ActivationContext | undefined,
    to: Recipient | undefined,
  ): Sent {
    if (isContext(options)) return this.tellFrom(this.occasionIn(options), message, undefined, to);
    const id = this.idOf(options);
    return this.#tell({ message, id, origin: this.originOf(options), key: options?.key }, to);
  }

  protected dispatchFrom(
    occasion: Occasion,
    message: object,
    options: SendOptions | undefined,
    to: Recipient | undefined,
  ): Sent {
    const id = this.idOf(options);
    const origin = this.originOf(options, Origin.of(occasion));
    return this.#tell({ message, id, origin, key: options?.key }, to, occasion.isOver);
  }

  /** What an instance did not accept of a message that had come to it directly. */
  bury(refusal: Refusal, delivery: Delivery): Refusal {
    const { handler, host, message, id } = delivery;
    this.refusals.bury(
      refusal,
      { message, id, origin: Origin.behind(delivery), key: host.key },
      handler.actor,
    );
    return refusal;
  }

  publish(event: object, options?: PublishOptions | ActivationContext): Sent {
    if (isContext(options)) return this.publishFrom(this.occasionIn(options), event);
    return this.#publish(this.#eventOf(event, options, this.originOf(options)));
  }

  publishFrom(occasion: Occasion, event: object, options?: PublishOptions): Sent {
    const origin = this.originOf(options, Origin.of(occasion));
    return this.#publish(this.#eventOf(event, options, origin), occasion.isOver);
  }

  /** The runtime has come to another state, or its activity is observed from now on, or no longer. */
  reconsider(): void {
    const { activity, inspection, state } = this.system;
    this.isOpen = inspection.isNone && state === 'running' && !activity.isObserved;
  }

  /** Sends what was sent before the actors were known. If the runtime has ended without ever knowing them, it is refused. */
  sendEarly(): void {
    this.#early.release();
  }

  #eventOf(message: object, options: PublishOptions | undefined, origin: Origin): Sending {
    return { message, id: this.idOf(options), origin, key: undefined };
  }

  #tell(sending: Sending, to: Recipient | undefined, isLate = false): Sent {
    const { message } = sending;
    if (!isObject(message)) throw new TypeError(noObject('tell', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#early.keep(() => void this.#tell(sending, to, isLate))) return 'kept';
    const lateVerb = isLate ? 'tell' : undefined;
    if (to === undefined)
      return this.#place(router.findOwner(message.constructor), undefined, sending, lateVerb);
    const handler = to.actor?.handlers.get(message.constructor);
    return this.#place(handler, to.actor, { ...sending, key: to.key ?? sending.key }, lateVerb);
  }

  #publish(sending: Sending, isLate = false): Sent {
    const { message } = sending;
    if (!isObject(message)) throw new TypeError(noObject('publish', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#early.keep(() => void this.#publish(sending, isLate))) return 'kept';
    const subscribers = router.subscribersOf(message.constructor);
    if (subscribers.length === 0) return this.#unheard(sending, isLate);
    let sent: Sent = 'accepted';
    for (const handler of subscribers) {
      const one = this.#place(handler, undefined, sending, isLate ? 'publish' : undefined);
      if (one !== 'accepted') sent = one;
    }
    return sent;
  }

  /** Nobody subscribes; or nobody can be known to, because the runtime does not know its actors, or has ended. */
  #unheard(sending: Sending, isLate: boolean): Sent {
    const { state, reporter, scheduler } = this.system;
    if (isLate || state === 'created' || state === 'closed')
      return this.#place(undefined, undefined, sending, isLate ? 'publish' : undefined);
    this.unheard += 1;
    reporter.unheard(factsOf(sending.origin, sending.message, sending.id, scheduler.now));
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
    sending: Sending,
    lateVerb: 'tell' | 'publish' | undefined,
  ): Sent {
    const actor = handler === undefined ? named : handler.actor;
    const refusal =
      lateVerb === undefined
        ? this.accept(handler, actor, sending)
        : this.refusals.count(staleContext(lateVerb), actor);
    if (refusal === undefined) return 'accepted';
    this.refusals.bury(refusal, sending, actor);
    return refusal;
  }

  /** Has an actor accept a message, if it may go there now. */
  protected accept(
    handler: Handler | undefined,
    actor: Actor | undefined,
    { message, id, origin, key }: Sending,
  ): Refusal | undefined {
    if (this.isOpen && handler !== undefined) return handler.actor.accept(handler, message, id, origin, key);
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

  protected idOf(options: PublishOptions | undefined): MessageId {
    return options?.id === undefined ? this.system.ids.next() : textOf(options.id); // a number would pass for one of ours
  }

  protected occasionIn(context: ActivationContext): Occasion {
    return knownTo(this.system, occasionOf(context));
  }

  protected originOf(options: PublishOptions | undefined, base = OUTSIDE): Origin {
    return options ? base.with(options, this.system.clock) : base; // null, from untyped code, says nothing either
  }
}

export function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}

function noObject(verb: string, message: unknown): string {
  return `${verb} takes a message, an instance of its class; got ${message === null ? 'null' : typeof message}`;
}
