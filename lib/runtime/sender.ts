import { ActivationContext, causeOf, hostOf, type PublishOptions } from './actor-context.js';
import type { Actor } from './actor.js';
import type { ActorSystem } from './actor-system.js';
import { Address } from './address.js';
import { Cause, NEVER, NO_CAUSE } from './cause.js';
import { Counters } from './counters.js';
import type { DeadLetter } from './dead-letter.js';
import { type MailboxError, MailboxFullError } from './errors.js';
import { freezeMessage } from './freeze.js';
import type { MessageId } from './message-id.js';
import { type MessageClass, messageTypeOf } from './message.js';
import { closed, findInvalid, nobodyTakes, plainObject, type Refusal, staleContext } from './refusal.js';
import type { Receipt, SendOptions } from './send-options.js';

/** The actor that a ref names, whoever owns the message; and the key it names. */
export interface Recipient {
  readonly actor: Actor | undefined;
  readonly key: string | undefined;
}

/** Where a message would have gone that nobody takes. */
const NOBODY = new Address('nobody');

/** The three verbs: how a message gets from whoever sends it to the actor that accepts or refuses it. */
export class Sender {
  /** Counts what found no actor. */
  readonly counters = new Counters();
  /** Events that nobody subscribes to. */
  unheard = 0;
  readonly #freezes: boolean;
  readonly #isStrict: boolean;
  /** What was sent before the actors were known. */
  #early: (() => void)[] | undefined = [];

  constructor(private readonly system: ActorSystem) {
    const { freeze, validate } = system.options;
    this.#freezes =
      freeze === 'always' || (freeze === 'development' && process.env['NODE_ENV'] !== 'production');
    this.#isStrict = validate === 'always';
  }

  tell(message: object, options?: SendOptions | ActivationContext, to?: Recipient): void {
    if (options === undefined) this.#tell(message, NO_CAUSE, this.system.ids.next(), undefined, to);
    else if (options instanceof ActivationContext) this.tellFrom(options, message, undefined, to);
    else this.#tell(message, this.#cause(options), this.#id(options), options.key, to);
  }

  tellFrom(context: ActivationContext, message: object, options?: SendOptions, to?: Recipient): void {
    const isStale = !hostOf(context).isCurrent(context);
    this.#tell(message, this.#causeFrom(context, options), this.#id(options), options?.key, to, isStale);
  }

  /** Accepts inside the call. The promise says how that went; left alone, its rejection harms nobody. */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    const isFromHandler = options instanceof ActivationContext;
    const given = isFromHandler ? undefined : options;
    const cause = isFromHandler ? causeOf(options) : this.#cause(given);
    const id = this.#id(given);
    const isStale = isFromHandler && !hostOf(options).isCurrent(options);
    const actor = isObject(message) ? this.system.router.findOwner(message.constructor) : undefined;
    const refusal =
      this.#undeliverable(message, isStale, actor) ?? this.#accept(actor, message, cause, id, given?.key);
    if (refusal !== undefined) {
      this.#reportRefusal(refusal, message, cause, id, actor, given?.key);
      return harmlessRejection(refusal.error);
    }
    const { ids } = this.system;
    return Promise.resolve({ id: ids.format(id), correlationId: ids.format(cause.correlation ?? id) });
  }

  publish(event: object, options?: PublishOptions | ActivationContext): void {
    if (options instanceof ActivationContext) this.publishFrom(options, event);
    else this.#publish(event, this.#cause(options), this.#id(options), false);
  }

  publishFrom(context: ActivationContext, event: object, options?: PublishOptions): void {
    const isStale = !hostOf(context).isCurrent(context);
    this.#publish(event, this.#causeFrom(context, options), this.#id(options), isStale);
  }

  /**
   * Sends a dead letter's message again: to where it was going, or, if nobody takes it there, to its owner. Answers whether it was
   * accepted.
   */
  redrive({ envelope }: DeadLetter): boolean {
    const { message, id, correlationId, causationId, from, headers, redriven, key } = envelope;
    const { reporter, router, state } = this.system;
    const addressed = router.find(Address.actorOf(envelope.to));
    const actor = addressed?.handlers.has(message.constructor)
      ? addressed
      : router.findOwner(message.constructor);
    if (actor === undefined || state === 'closed') return false;
    const cause = new Cause(correlationId, causationId, from, headers, NEVER, redriven + 1);
    const givenKey = actor === addressed ? key : undefined;
    const refusal = actor.accept(message, cause, id, givenKey);
    if (refusal !== undefined) this.#reportRefusal(refusal, message, cause, id, actor, givenKey);
    else if (reporter.activity.isObserved) reporter.report('redriven', { address: envelope.to, envelope });
    return refusal === undefined;
  }

  /** Sends what was sent before the actors were known. If the runtime has ended without ever knowing them, it is refused. */
  sendEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const send of early) send();
  }

  #tell(
    message: object,
    cause: Cause,
    id: MessageId,
    key: string | undefined,
    to?: Recipient,
    isStale = false,
  ): void {
    if (!isObject(message)) throw new TypeError(noObject('tell', message));
    if (this.#early !== undefined) {
      const isKept = this.#keepEarly(() => this.#tell(message, cause, id, key, to, isStale));
      if (!isKept) this.#bury(this.#refuse(this.#tooEarly(), undefined), message, cause, id, undefined, key);
      return;
    }
    const actor = to === undefined ? this.system.router.findOwner(message.constructor) : to.actor;
    const givenKey = to?.key ?? key;
    const refusal = isStale
      ? this.#refuse(staleContext('tell'), actor)
      : this.#accept(actor, message, cause, id, givenKey);
    if (refusal !== undefined) this.#bury(refusal, message, cause, id, actor, givenKey);
  }

  #publish(event: object, cause: Cause, id: MessageId, isStale: boolean): void {
    if (!isObject(event)) throw new TypeError(noObject('publish', event));
    if (this.#early !== undefined) {
      const isKept = this.#keepEarly(() => this.#publish(event, cause, id, isStale));
      if (!isKept)
        this.#bury(this.#refuse(this.#tooEarly(), undefined), event, cause, id, undefined, undefined);
      return;
    }
    const subscribers = this.system.router.subscribersOf(event.constructor);
    if (subscribers.length === 0 && this.system.state === 'closed') {
      const refusal = this.#refuse(closed('closed'), undefined);
      this.#bury(refusal, event, cause, id, undefined, undefined);
    } else if (subscribers.length === 0) {
      this.unheard += 1;
      this.system.reporter.unheard(messageTypeOf(event.constructor as MessageClass));
    }
    for (const actor of subscribers) {
      const refusal = isStale
        ? this.#refuse(staleContext('publish'), actor)
        : this.#accept(actor, event, cause, id, undefined);
      if (refusal !== undefined) this.#bury(refusal, event, cause, id, actor, undefined);
    }
  }

  #accept(
    actor: Actor | undefined,
    message: object,
    cause: Cause,
    id: MessageId,
    key: string | undefined,
  ): Refusal | undefined {
    if (this.system.state === 'closed') return this.#refuse(closed('closed'), actor);
    if (actor === undefined) return this.#refuse(nobodyTakes(message), actor);
    if (this.#isStrict) {
      const invalid = findInvalid(message);
      if (invalid !== undefined) return this.#refuse(invalid, actor);
    }
    if (this.#freezes) freezeMessage(message);
    return actor.accept(message, cause, id, key);
  }

  /** What only the edge has to fear. */
  #undeliverable(message: object, isStale: boolean, actor: Actor | undefined): Refusal | undefined {
    const { state, options } = this.system;
    if (!isObject(message)) return this.#refuse(plainObject(), actor);
    if (isStale) return this.#refuse(staleContext('deliver'), actor);
    if (state !== 'registered' && state !== 'running') return this.#refuse(closed(state), actor);
    if (actor === undefined || options.validate === 'off') return undefined;
    const invalid = findInvalid(message);
    return invalid && this.#refuse(invalid, actor);
  }

  #refuse(refusal: Refusal, actor: Actor | undefined): Refusal {
    const counters = actor?.counters ?? this.counters;
    counters.told += 1;
    counters.refused += 1;
    return refusal;
  }

  /** What `tell` and `publish` could not place becomes a dead letter. */
  #bury(
    refusal: Refusal,
    message: object,
    cause: Cause,
    id: MessageId,
    actor: Actor | undefined,
    key: string | undefined,
  ): void {
    this.#reportRefusal(refusal, message, cause, id, actor, key);
    const { reporter, scheduler } = this.system;
    const envelope = reporter.envelopeOf(
      { message, cause, id, at: scheduler.now },
      actor?.addressOf(key ?? refusal.key) ?? NOBODY,
      0,
    );
    reporter.deadLetter(refusal.reason, envelope, [refusal.error]);
  }

  #reportRefusal(
    refusal: Refusal,
    message: object,
    cause: Cause,
    id: MessageId,
    actor: Actor | undefined,
    key: string | undefined,
  ): void {
    const { reporter, scheduler } = this.system;
    if (!reporter.activity.isObserved) return;
    const address = actor?.addressOf(key ?? refusal.key) ?? NOBODY;
    const envelope = isObject(message)
      ? reporter.envelopeOf({ message, cause, id, at: scheduler.now }, address, 0)
      : undefined;
    reporter.report('refused', {
      address: String(address),
      envelope,
      reason: refusal.reason,
      error: refusal.error,
    });
  }

  /** Keeps a send until the actors are known, or answers that there are as many as a mailbox holds. */
  #keepEarly(send: () => void): boolean {
    const early = this.#early as (() => void)[];
    if (early.length >= this.system.options.mailbox.capacity) return false;
    early.push(send);
    return true;
  }

  #tooEarly(): Refusal {
    const { capacity } = this.system.options.mailbox;
    return { reason: 'mailbox-full', error: new MailboxFullError('a runtime without actors', capacity) };
  }

  #id(options: PublishOptions | undefined): MessageId {
    return options?.id ?? this.system.ids.next();
  }

  #causeFrom(context: ActivationContext, options: PublishOptions | undefined): Cause {
    return options === undefined ? causeOf(context) : this.#cause(options, causeOf(context));
  }

  #cause(options: PublishOptions | undefined, base: Cause = NO_CAUSE): Cause {
    if (options === undefined) return base;
    const { correlationId, causationId, headers, ttlMs } = options;
    return new Cause(
      correlationId ?? base.correlation,
      causationId ?? base.causation,
      base.from,
      headers === undefined ? base.headers : Object.freeze({ ...base.headers, ...headers }),
      ttlMs === undefined ? NEVER : this.system.clock.now() + ttlMs,
    );
  }
}

function isObject(message: unknown): message is object {
  return typeof message === 'object' && message !== null;
}

function noObject(verb: string, message: unknown): string {
  return `${verb} takes a message, an instance of its class; got ${message === null ? 'null' : typeof message}`;
}

function harmlessRejection(error: MailboxError): Promise<never> {
  const rejection = Promise.reject<never>(error);
  rejection.catch(() => {});
  return rejection;
}
