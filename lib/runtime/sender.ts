import { ActivationContext, causeOf, isStale, type PublishOptions } from './actor-context.js';
import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { Address } from './address.js';
import { Cause, NO_CAUSE } from './cause.js';
import type { DeadLetter } from './dead-letter.js';
import { EarlySends } from './early-sends.js';
import type { MessageId } from './message-id.js';
import {
  closed,
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

  constructor(private readonly system: ActorSystem) {
    const { freeze, mailbox, validate } = system.options;
    this.refusals = new Refusals(system);
    this.#early = new EarlySends(mailbox.capacity);
    this.#freezes =
      freeze === 'always' || (freeze === 'development' && process.env['NODE_ENV'] !== 'production');
    this.#isStrict = validate === 'always';
  }

  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): Sent {
    if (options === undefined) return this.#tell(message, NO_CAUSE, this.system.ids.next(), undefined, to);
    if (options instanceof ActivationContext) return this.tellFrom(options, message, undefined, to);
    return this.#tell(message, this.#cause(options), this.#id(options), options.key, to);
  }

  tellFrom(context: ActivationContext, message: object, options?: SendOptions, to?: Recipient): Sent {
    const cause = this.#cause(options, causeOf(context));
    return this.#tell(message, cause, this.#id(options), options?.key, to, isStale(context));
  }

  /** Accepts inside the call. The promise says how that went; left alone, its rejection harms nobody. */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    return answerOf(
      options instanceof ActivationContext
        ? this.offer(message, undefined, options)
        : this.offer(message, options, undefined),
    );
  }

  /** What {@link deliver} promises, at once. */
  offer(
    message: object,
    given: SendOptions | undefined,
    context: ActivationContext | undefined,
  ): Receipt | Refusal {
    const cause = this.#cause(given, context && causeOf(context));
    const id = this.#id(given);
    const key = given?.key;
    const actor = isObject(message) ? this.system.router.findOwner(message.constructor) : undefined;
    const undeliverable = this.#findUndeliverable(message, actor, context);
    const refusal =
      undeliverable === undefined
        ? this.#accept(actor, message, cause, id, key)
        : this.refusals.count(undeliverable, actor);
    if (refusal !== undefined) {
      this.refusals.report(refusal, { message, cause, id, actor, key });
      return refusal;
    }
    const { ids } = this.system;
    return { id: ids.format(id), correlationId: ids.format(cause.correlation ?? id) };
  }

  /** How much room `deliver` would find for a message, or what it would reject with whatever the room. Counts nothing. */
  roomFor(message: object, key: string | undefined): Room | Refusal {
    const actor = this.system.router.findOwner(message.constructor);
    const undeliverable = this.#findUndeliverable(message, actor, undefined);
    if (undeliverable !== undefined) return undeliverable;
    return actor === undefined ? nobodyOwns(message, this.system.router) : actor.roomFor(message, key);
  }

  publish(event: object, options?: PublishOptions | ActivationContext): Sent {
    if (options instanceof ActivationContext) return this.publishFrom(options, event);
    return this.#publish(event, this.#cause(options), this.#id(options));
  }

  publishFrom(context: ActivationContext, event: object, options?: PublishOptions): Sent {
    return this.#publish(event, this.#cause(options, causeOf(context)), this.#id(options), isStale(context));
  }

  /**
   * Sends a dead letter's message again: to where it was going, or, if nobody takes it there, to its owner. Answers whether it was
   * accepted.
   */
  redrive({ envelope }: DeadLetter): boolean {
    const { message, id, correlationId, causationId, from, headers, redriven } = envelope;
    const { reporter, router, state } = this.system;
    const addressed = router.find(Address.actorOf(envelope.to));
    const isTaken = addressed?.handlers.has(message.constructor) === true;
    const actor = isTaken ? addressed : router.findOwner(message.constructor);
    if (actor === undefined || state === 'closed') return false;
    const key = isTaken ? envelope.key : undefined;
    const cause = new Cause(correlationId, causationId, from, headers, undefined, redriven + 1);
    const refusal = actor.accept(message, cause, id, key);
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
    const actor = to === undefined ? router.findOwner(message.constructor) : to.actor;
    const key = to?.key ?? givenKey;
    const refusal = isLate
      ? this.refusals.count(staleContext('tell'), actor)
      : this.#accept(actor, message, cause, id, key);
    if (refusal === undefined) return 'accepted';
    this.refusals.bury(refusal, { message, cause, id, actor, key });
    return refusal;
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
    for (const actor of subscribers) {
      const refusal = isLate
        ? this.refusals.count(staleContext('publish'), actor)
        : this.#accept(actor, message, cause, id, undefined);
      if (refusal === undefined) continue;
      this.refusals.bury(refusal, { message, cause, id, actor, key: undefined });
      sent = refusal;
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
      const refusal = isLate
        ? this.refusals.count(staleContext('publish'), undefined)
        : this.#accept(undefined, message, cause, id, undefined);
      if (refusal === undefined) return 'accepted';
      this.refusals.bury(refusal, { message, cause, id, actor: undefined, key: undefined });
      return refusal;
    }
    this.unheard += 1;
    reporter.unheard({ message, cause, id, at: scheduler.now });
    return 'unheard';
  }

  #accept(
    actor: Actor | undefined,
    message: object,
    cause: Cause,
    id: MessageId,
    key: string | undefined,
  ): Refusal | undefined {
    const { options, state } = this.system;
    if (state !== 'running') {
      if (state === 'closed') return this.refusals.count(closed(state), actor);
      if (state === 'created') return this.refusals.count(tooEarly(options.mailbox.capacity), actor);
    }
    if (actor === undefined) return this.refusals.count(nobodyOwns(message, this.system.router), actor);
    if (this.#isStrict) {
      const invalid = findInvalid(message);
      if (invalid !== undefined) return this.refusals.count(invalid, actor);
    }
    const unfit = this.#freezes ? findUnfit(message) : undefined;
    if (unfit !== undefined) return this.refusals.count(unfit, actor);
    return actor.accept(message, cause, id, key);
  }

  /** What only the edge has to fear. */
  #findUndeliverable(
    message: object,
    actor: Actor | undefined,
    context: ActivationContext | undefined,
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
