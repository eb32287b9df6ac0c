import { ActivationContext, occasionOf, type PublishOptions } from './actor-context.js';
import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { Address } from './address.js';
import { Cause, NO_CAUSE } from './cause.js';
import type { DeadLetter } from './dead-letter.js';
import { causeOf, isStale, knownTo, type Occasion } from './delivery.js';
import { EarlySends } from './early-sends.js';
import type { Handler } from './handler.js';
import type { MessageId } from './message-id.js';
import {
  closed,
  doesNotTake,
  findInvalid,
  findUnfit,
  nobodyOwns,
  noMessage,
  type Refusal,
  staleContext,
  tooEarly,
} from './refusal.js';
import { Refusals } from './refusals.js';
import type { Room } from './room.js';
import type { Receipt, SendOptions } from './send-options.js';
import { answerOf, type Recipient, type Sent, type Verbs } from './verbs.js';
import { textOf } from './text-of.js';

/** The three verbs: how a message gets from whoever sends it to the actor that accepts or refuses it. */
export class Sender implements Verbs {
  readonly refusals: Refusals;
  /** Events that nobody subscribes to. */
  unheard = 0;
  readonly #early: EarlySends;
  readonly #freezes: boolean;
  readonly #isStrict: boolean;
  /** Whether it takes messages as they are. */
  readonly #isTrusting: boolean;

  constructor(private readonly system: ActorSystem) {
    const { freeze, mailbox, validate } = system.options;
    this.refusals = new Refusals(system);
    this.#early = new EarlySends(mailbox.capacity);
    this.#freezes =
      freeze === 'always' || (freeze === 'development' && process.env['NODE_ENV'] !== 'production');
    this.#isStrict = validate === 'always';
    this.#isTrusting = !this.#freezes && !this.#isStrict;
  }

  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (options === undefined) return this.#tell(message, NO_CAUSE, this.system.ids.next(), undefined, to);
    if (options instanceof ActivationContext)
      return this.tellFrom(this.#occasion(options), message, undefined, to);
    return this.#tell(message, this.#cause(options), this.#id(options), options.key, to);
  }

  tellFrom(occasion: Occasion, message: object, options?: SendOptions, to?: Recipient): Sent {
    const cause = this.#cause(options, causeOf(occasion));
    return this.#tell(message, cause, this.#id(options), options?.key, to, isStale(occasion));
  }

  /** Accepts inside the call. The promise says how that went; left alone, its rejection harms nobody. */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    const isContext = options instanceof ActivationContext;
    return answerOf(
      isContext
        ? this.offer(message, undefined, this.#occasion(options))
        : this.offer(message, options, undefined),
    );
  }

  /** What {@link deliver} promises, at once. */
  offer(message: object, given: SendOptions | undefined, context: Occasion | undefined): Receipt | Refusal {
    const cause = this.#cause(given, context && causeOf(context));
    const id = this.#id(given);
    const key = given?.key;
    const owner = isObject(message) ? this.system.router.findOwner(message.constructor) : undefined;
    const actor = owner?.actor;
    const undeliverable = this.#findUndeliverable(message, actor, context);
    const refusal =
      undeliverable === undefined
        ? this.#accept(owner, actor, message, cause, id, key)
        : this.refusals.count(undeliverable, actor);
    if (refusal !== undefined) {
      this.refusals.report(refusal, { message, cause, id, actor, key });
      return refusal;
    }
    const { ids } = this.system;
    const text = ids.format(id);
    return {
      id: text,
      correlationId: cause.correlation === undefined ? text : ids.format(cause.correlation),
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
    if (options instanceof ActivationContext) return this.publishFrom(this.#occasion(options), event);
    return this.#publish(event, this.#cause(options), this.#id(options));
  }

  publishFrom(occasion: Occasion, event: object, options?: PublishOptions): Sent {
    const cause = this.#cause(options, causeOf(occasion));
    return this.#publish(event, cause, this.#id(options), isStale(occasion));
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
    const cause = new Cause(correlationId, causationId, from, headers, undefined, redriven + 1);
    const refusal = actor.accept(handler, message, cause, id, key);
    if (refusal !== undefined) this.refusals.report(refusal, { message, cause, id, actor, key });
    else if (reporter.activity.isObserved) reporter.report('redriven', { address: envelope.to, envelope });
    return refusal === undefined;
  }

  /** Sends what was sent before the actors were known. If the runtime has ended without ever knowing them, it is refused. */
  sendEarly(): void {
    this.#early.release();
  }

  #tell(
    message: object,
    cause: Cause,
    id: MessageId,
    givenKey?: string,
    to?: Recipient,
    isLate = false,
  ): Sent {
    if (!isObject(message)) throw new TypeError(noObject('tell', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#keep(message, cause, id, givenKey, to, isLate)) return 'kept';
    const handler =
      to === undefined ? router.findOwner(message.constructor) : to.actor?.handlers.get(message.constructor);
    const key = to === undefined ? givenKey : (to.key ?? givenKey);
    return this.#place(handler, to?.actor, message, cause, id, key, isLate ? 'tell' : undefined);
  }

  #keep(
    message: object,
    cause: Cause,
    id: MessageId,
    key: string | undefined,
    to: Recipient | undefined,
    isLate: boolean,
  ): boolean {
    return this.#early.keep(() => void this.#tell(message, cause, id, key, to, isLate));
  }

  #publish(message: object, cause: Cause, id: MessageId, isLate = false): Sent {
    if (!isObject(message)) throw new TypeError(noObject('publish', message));
    const { router, state } = this.system;
    if (state === 'created' && this.#keepEvent(message, cause, id, isLate)) return 'kept';
    const subscribers = router.subscribersOf(message.constructor);
    if (subscribers.length === 0) return this.#unheard(message, cause, id, isLate);
    let sent: Sent = 'accepted';
    for (const handler of subscribers) {
      const one = this.#place(
        handler,
        undefined,
        message,
        cause,
        id,
        undefined,
        isLate ? 'publish' : undefined,
      );
      if (one !== 'accepted') sent = one;
    }
    return sent;
  }

  #keepEvent(message: object, cause: Cause, id: MessageId, isLate: boolean): boolean {
    return this.#early.keep(() => void this.#publish(message, cause, id, isLate));
  }

  /** Nobody subscribes; or nobody can be known to, because the runtime does not know its actors, or has ended. */
  #unheard(message: object, cause: Cause, id: MessageId, isLate: boolean): Sent {
    const { state, reporter, scheduler } = this.system;
    if (isLate || state === 'created' || state === 'closed') {
      return this.#place(undefined, undefined, message, cause, id, undefined, isLate ? 'publish' : undefined);
    }
    this.unheard += 1;
    reporter.unheard({ message, cause, id, at: scheduler.now });
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
    cause: Cause,
    id: MessageId,
    key: string | undefined,
    lateVerb: 'tell' | 'publish' | undefined,
  ): Sent {
    const actor = handler === undefined ? named : handler.actor;
    const isUsual = this.#isTrusting && lateVerb === undefined && this.system.state === 'running';
    let refusal: Refusal | undefined;
    if (isUsual && handler !== undefined) refusal = handler.actor.accept(handler, message, cause, id, key);
    else if (lateVerb !== undefined) refusal = this.refusals.count(staleContext(lateVerb), actor);
    else refusal = this.#accept(handler, actor, message, cause, id, key);
    if (refusal === undefined) return 'accepted';
    this.refusals.bury(refusal, { message, cause, id, actor, key });
    return refusal;
  }

  #accept(
    handler: Handler | undefined,
    actor: Actor | undefined,
    message: object,
    cause: Cause,
    id: MessageId,
    key: string | undefined,
  ): Refusal | undefined {
    const { options, router, state } = this.system;
    if (state === 'closed') return this.refusals.count(closed(state), actor);
    if (state === 'created') return this.refusals.count(tooEarly(options.mailbox.capacity), actor);
    if (actor === undefined) return this.refusals.count(nobodyOwns(message, router), actor);
    const unfit =
      (this.#isStrict ? findInvalid(message) : undefined) ??
      (this.#freezes ? findUnfit(message) : undefined) ??
      (handler === undefined ? doesNotTake(message, actor.definition.className) : undefined);
    if (unfit !== undefined) return actor.refuse(unfit);
    return actor.accept(handler as Handler, message, cause, id, key);
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

  #cause(options: PublishOptions | undefined, base = NO_CAUSE): Cause {
    return options === undefined ? base : base.with(options, this.system.clock);
  }
}

function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}

function noObject(verb: string, message: unknown): string {
  return `${verb} takes a message, an instance of its class; got ${message === null ? 'null' : typeof message}`;
}
