import type { ActorClass } from './actor-definition.js';
import type { ActorRef } from './actor-ref.js';
import type { Address } from './address.js';
import type { Delivery, Occasion } from './delivery.js';
import type { Envelope } from './envelope.js';
import { StaleContextError } from './errors.js';
import type { MailboxLogger } from './logger.js';
import type { MessageIds } from './message-id.js';
import { Origin } from './origin.js';
import type { SendOptions } from './send-options.js';
import type { Verbs } from './verbs.js';
import { assertSealed, type Seal, seal } from './seal.js';
import { signalOf } from './signal.js';
import { NO_TERMS } from './terms.js';

/** What stands behind a context: a cell; the testing kit has a host of its own. */
export interface ContextHost {
  readonly address: Address;
  readonly key: string | undefined;
  readonly services: ContextServices;
  readonly system: ContextSystem;
  /** Whether a promise of this attempt's handler is waited for. */
  isPendingWith(delivery: Delivery): boolean;
}

/** The runtime that a context belongs to. */
export interface ContextSystem {
  /** Turns the ids of its messages into text. */
  readonly ids: Pick<MessageIds, 'format'>;
  /** How its handlers send. */
  readonly verbsInside: Pick<Verbs, 'tellFrom' | 'publishFrom'>;
}

/** What a context offers beside sending. */
export interface ContextServices {
  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A>;
  envelopeOf(occasion: Occasion): Envelope;
  loggerFor(envelope: Envelope | undefined): MailboxLogger;
  once(name: string, delayMs: number, message: object, origin: Origin): void;
  every(name: string, intervalMs: number, message: object): void;
  cancel(name: string): void;
  stash(): void;
  unstashAll(): void;
  passivate(): void;
}

/** `publish` takes what `tell` takes, but no key: each subscriber's `keyBy` finds its own. */
export type PublishOptions = Omit<SendOptions, 'key'>;

/** The named timers of one instance. They end with it: no tick reaches its successor. */
export interface Schedule {
  /** Tells this instance `message` once, `delayMs` from now, in the same conversation. Replaces a timer of that name. */
  once(name: string, delayMs: number, message: object): void;
  /**
   * Tells this instance `message` every `intervalMs`; each tick starts a conversation. A tick that finds the previous one
   * still waiting is left out. Replaces a timer of that name.
   */
  every(name: string, intervalMs: number, message: object): void;
  /** Ends a timer, and takes back its tick if that is waiting. An unknown name is fine. */
  cancel(name: string): void;
}

/** What a context was made for. */
export let occasionOf: (context: ActivationContext) => Occasion;

/** The same, if it is a context. */
export let occasionIn: (given: unknown) => Occasion | undefined;

/** A context for an attempt. */
export let contextOf: (delivery: Delivery) => ActorContext;

/** V8 looks up what is imported with each use, and takes a constant of the module for what it is. */
const own: Seal = seal;

/**
 * The second argument of a handler: the message's envelope, and everything that a handler may do with the mailbox world.
 *
 * A context ends with its attempt. A later `tell` or `publish` becomes a dead letter `stale-context`; late scheduling, stashing
 * and passivating throw {@link StaleContextError}; reading never throws.
 *
 * @example
 * ```ts
 * class OrderActor {
 *   place(message: PlaceOrder, context: ActorContext): void {
 *     context.tell(new ReserveStock(message.orderId));
 *   }
 * }
 * ```
 */
export class ActorContext {
  readonly #occasion: Occasion;

  static {
    occasionOf = (context) => (context as ActorContext).#occasion;
    occasionIn = (given) =>
      typeof given === 'object' && given !== null && #occasion in given ? given.#occasion : undefined;
    contextOf = (delivery) => new ActorContext(delivery, own);
  }

  /** @internal Contexts come from the runtime; in a test from `testContext()`. */
  constructor(occasion: Occasion, given: Seal) {
    if (given !== own) assertSealed(given, 'the runtime makes contexts; in a test, testContext() makes one');
    this.#occasion = occasion;
  }

  /** The message and the facts of its delivery. */
  get envelope(): Envelope {
    return this.#occasion.host.services.envelopeOf(this.#occasion);
  }

  /** The address of this instance. */
  get self(): ActorRef {
    const { address, services } = this.#occasion.host;
    return services.ref(address.actor, address.key);
  }

  /** The key of this instance; undefined for an actor without keys. */
  get key(): string | undefined {
    return this.#occasion.host.key;
  }

  /** Aborts when the handler runs past its `timeoutMs`, or the drain past its deadline. Made only if read. */
  get signal(): AbortSignal {
    return signalOf(this);
  }

  /** Writes lines that carry the actor, the key and, in a handler, the message's type and id. */
  get logger(): MailboxLogger {
    return this.#occasion.host.services.loggerFor(this.envelope);
  }

  /** This instance's named timers. */
  get schedule(): Schedule {
    const occasion = this.#occasion;
    const current = (member: string): ContextServices => servicesNow(occasion, member);
    return {
      once: (name, delayMs, message) =>
        current('schedule.once').once(name, delayMs, message, Origin.of(occasion)),
      every: (name, intervalMs, message) => current('schedule.every').every(name, intervalMs, message),
      cancel: (name) => current('schedule.cancel').cancel(name),
    };
  }

  /** Tells the owner of the message, in this conversation. Never waits, never throws for a delivery condition. */
  tell(message: object, options?: SendOptions): void {
    if (!(this instanceof ActorContext)) throw takenOff('tell');
    const occasion = this.#occasion;
    occasion.host.system.verbsInside.tellFrom(occasion, message, options);
  }

  /** Tells every subscriber of the event, in this conversation. */
  publish(event: object, options?: PublishOptions): void {
    if (!(this instanceof ActorContext)) throw takenOff('publish');
    const occasion = this.#occasion;
    occasion.host.system.verbsInside.publishFrom(occasion, event, options);
  }

  /** An address of another actor; `tell` it with this context as the second argument to stay in the conversation. */
  ref<A extends object>(actor: ActorClass<A> | string, key?: string): ActorRef<A> {
    if (!(this instanceof ActorContext)) throw takenOff('ref');
    return this.#occasion.host.services.ref(actor, key);
  }

  /**
   * Sets this message aside when the handler has settled cleanly; a failure or a value wins. It comes back, before what is
   * queued, at the next {@link unstashAll}.
   */
  stash(): void {
    if (!(this instanceof ActorContext)) throw takenOff('stash');
    servicesNow(this.#occasion, 'stash').stash();
  }

  /** Puts what is stashed in front of the queue, in its order. */
  unstashAll(): void {
    if (!(this instanceof ActorContext)) throw takenOff('unstashAll');
    servicesNow(this.#occasion, 'unstashAll').unstashAll();
  }

  /** Ends this keyed instance when the handler has settled; its fields are gone, what is queued goes to the next one. */
  passivate(): void {
    if (!(this instanceof ActorContext)) throw takenOff('passivate');
    servicesNow(this.#occasion, 'passivate').passivate();
  }
}

/**
 * What `onActivate` and `onDeactivate` get: the instance's address, its timers, and ways to send. It ends when the hook has
 * settled.
 */
export type ActivationContext = Omit<ActorContext, 'envelope' | 'stash' | 'unstashAll' | 'passivate'>;

/** Every context is one: contexts are made for each message, and a class without a parent is made in half the time. */
export const ActivationContext: abstract new (...args: never[]) => ActivationContext = ActorContext;

/** The occasion of what is about no message, but for its host; with terms, see {@link Occasion}. */
export const NO_MESSAGE = Object.freeze({
  message: Object.freeze({}),
  handler: undefined,
  id: undefined,
  at: 0,
  correlation: undefined,
  causation: undefined,
  from: undefined,
  terms: NO_TERMS,
});

/** The context of a lifecycle method. */
export class HookContext extends ActorContext {
  readonly #host: ContextHost;

  constructor(host: ContextHost, given: Seal) {
    super({ ...NO_MESSAGE, host, isOver: false }, given); // whoever has a context has its class as well
    this.#host = host;
  }

  override get envelope(): never {
    throw noMessage('envelope');
  }

  override get logger(): MailboxLogger {
    return this.#host.services.loggerFor(undefined);
  }

  override stash(): never {
    throw noMessage('stash');
  }

  override unstashAll(): never {
    throw noMessage('unstashAll');
  }

  override passivate(): never {
    throw noMessage('passivate');
  }
}

Object.freeze(HookContext); // whoever has one has its class, and could have put another parent under it that gets the seal

function noMessage(member: string): TypeError {
  return new TypeError(`context.${member} is for handlers; a lifecycle method has no message`);
}

/** Whether it is a context of either kind; `const { tell } = context` leaves a method without one. */
export function isContext(given: unknown): given is ActivationContext {
  return given instanceof ActorContext;
}

function takenOff(member: string): TypeError {
  return new TypeError(`context.${member} was taken off its context; call it as context.${member}(...)`);
}

/** For what a context may do only as long as its attempt goes on. */
function servicesNow(occasion: Occasion, member: string): ContextServices {
  if (occasion.isOver) throw new StaleContextError(member);
  return occasion.host.services;
}
