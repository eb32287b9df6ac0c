import type { ActorClass } from './actor-definition.js';
import type { ActorRef } from './actor-ref.js';
import type { Address } from './address.js';
import { Cause } from './cause.js';
import type { Envelope } from './envelope.js';
import { StaleContextError } from './errors.js';
import type { MailboxLogger } from './logger.js';
import type { Slot } from './mailbox.js';
import type { SendOptions } from './send-options.js';
import { signalOf } from './signal.js';

/** What a context asks of the cell behind it; the testing kit has a host of its own. */
export interface ContextHost {
  readonly address: Address;
  tell(message: object, options: SendOptions | undefined, context: ActivationContext): void;
  publish(event: object, options: PublishOptions | undefined, context: ActivationContext): void;
  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A>;
  envelopeOf(slot: Readonly<Slot>, attempt: number): Envelope;
  loggerFor(envelope: Envelope | undefined): MailboxLogger;
  /** How many of its attempts and lifecycle methods have ended. */
  readonly turn: number;
  once(name: string, delayMs: number, message: object, cause: Cause): void;
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

/** One attempt at a message, as its context knows it. */
export interface Delivery extends Slot {
  readonly host: ContextHost;
  /** The host's, as the attempt began. */
  readonly turn: number;
  readonly attempt: number;
  /** What the handler's sends are caused by; made with the first. */
  sends: Cause | undefined;
}

/** The host behind a context. */
export let hostOf: (context: ActivationContext) => ContextHost;

/** Which of the cell's turns a context belongs to. */
let turnOf: (context: ActivationContext) => number;

/** What a context's sends are caused by. */
export let causeOf: (context: ActivationContext) => Cause;

/** What a context was made for. */
export let deliveryOf: (context: ActorContext) => Delivery;

/** Whether the context's attempt, or lifecycle method, has ended. */
export function isStale(context: ActivationContext): boolean {
  return turnOf(context) !== hostOf(context).turn;
}

/**
 * What `onActivate` and `onDeactivate` get: the instance's address, its timers, and ways to send. It ends when the hook has
 * settled.
 *
 * It has no fields: making a context costs half as much when only one class of the two brings private ones.
 */
export abstract class ActivationContext {
  /** The address of this instance. */
  get self(): ActorRef {
    return hostOf(this).ref(hostOf(this).address.actor, hostOf(this).address.key);
  }

  /** The key of this instance; undefined for an actor without keys. */
  get key(): string | undefined {
    return hostOf(this).address.key;
  }

  /** Aborts when the handler runs past its `timeoutMs`, or the drain past its deadline. Made only if read. */
  get signal(): AbortSignal {
    return signalOf(this);
  }

  /** Writes lines that carry the actor, the key and, in a handler, the message's type and id. */
  get logger(): MailboxLogger {
    return hostOf(this).loggerFor(undefined);
  }

  /** This instance's named timers. */
  get schedule(): Schedule {
    const current = (member: string): ContextHost => currentHost(this, member);
    return {
      once: (name, delayMs, message) => current('schedule.once').once(name, delayMs, message, causeOf(this)),
      every: (name, intervalMs, message) => current('schedule.every').every(name, intervalMs, message),
      cancel: (name) => current('schedule.cancel').cancel(name),
    };
  }

  /** Tells the owner of the message, in this conversation. Never waits, never throws for a delivery condition. */
  tell(message: object, options?: SendOptions): void {
    hostFor(this, 'tell').tell(message, options, this);
  }

  /** Tells every subscriber of the event, in this conversation. */
  publish(event: object, options?: PublishOptions): void {
    hostFor(this, 'publish').publish(event, options, this);
  }

  /** An address of another actor; `tell` it with this context as the second argument to stay in the conversation. */
  ref<A extends object>(actor: ActorClass<A> | string, key?: string): ActorRef<A> {
    return hostFor(this, 'ref').ref(actor, key);
  }
}

/** The context of a lifecycle method. */
export class HookContext extends ActivationContext {
  readonly #host: ContextHost;
  readonly #turn: number;

  static {
    hostOf = (context) => (context as HookContext).#host;
    turnOf = (context) => (context as HookContext).#turn;
    causeOf = (context) => new Cause(undefined, undefined, hostOf(context).address, undefined);
  }

  constructor(host: ContextHost) {
    super();
    this.#host = host;
    this.#turn = host.turn;
  }
}

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
export class ActorContext extends ActivationContext {
  readonly #delivery: Delivery;

  static {
    const hostOfHook = hostOf;
    const turnOfHook = turnOf;
    const causeOfHook = causeOf;
    hostOf = (context) => (#delivery in context ? context.#delivery.host : hostOfHook(context));
    turnOf = (context) => (#delivery in context ? context.#delivery.turn : turnOfHook(context));
    causeOf = (context) => (#delivery in context ? causeOfSends(context.#delivery) : causeOfHook(context));
    deliveryOf = (context) => context.#delivery;
  }

  constructor(delivery: Delivery) {
    super();
    this.#delivery = delivery;
  }

  /** The message and the facts of its delivery. */
  get envelope(): Envelope {
    return this.#delivery.host.envelopeOf(this.#delivery, this.#delivery.attempt);
  }

  override get logger(): MailboxLogger {
    return hostOf(this).loggerFor(this.envelope);
  }

  /**
   * Sets this message aside when the handler has settled cleanly; a failure or a value wins. It comes back, before what is
   * queued, at the next {@link unstashAll}.
   */
  stash(): void {
    currentHost(this, 'stash').stash();
  }

  /** Puts what is stashed in front of the queue, in its order. */
  unstashAll(): void {
    currentHost(this, 'unstashAll').unstashAll();
  }

  /** Ends this keyed instance when the handler has settled; its fields are gone, what is queued goes to the next one. */
  passivate(): void {
    currentHost(this, 'passivate').passivate();
  }
}

/** What is behind the context that a method was called on. `const { tell } = context` leaves a method without one. */
function hostFor(context: ActivationContext | undefined, member: string): ContextHost {
  if (context instanceof ActivationContext) return hostOf(context);
  throw new TypeError(`context.${member} was taken off its context; call it as context.${member}(...)`);
}

/** The same for what a context may do only as long as its attempt goes on. */
function currentHost(context: ActivationContext | undefined, member: string): ContextHost {
  const host = hostFor(context, member);
  if (isStale(context as ActivationContext)) throw new StaleContextError(member);
  return host;
}

function causeOfSends(delivery: Delivery): Cause {
  const { cause, host, id } = delivery;
  delivery.sends ??= new Cause(
    cause.correlation ?? id,
    id,
    host.address,
    cause.headers,
    undefined,
    0,
    undefined,
    cause.nearest(),
  );
  return delivery.sends;
}
