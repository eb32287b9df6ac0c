import type { ActorClass } from './actor-definition.js';
import type { ActorRef } from './actor-ref.js';
import type { Address } from './address.js';
import { Cause, NEVER } from './cause.js';
import type { Envelope } from './envelope.js';
import { StaleContextError } from './errors.js';
import type { MailboxLogger } from './logger.js';
import type { Slot } from './mailbox.js';
import type { SendOptions } from './send-options.js';

/** What a context asks of the cell behind it; the testing kit has a host of its own. */
export interface ContextHost {
  readonly address: Address;
  tell(message: object, options: SendOptions | undefined, context: ActivationContext): void;
  publish(event: object, options: PublishOptions | undefined, context: ActivationContext): void;
  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A>;
  envelopeOf(slot: Readonly<Slot>, attempt: number): Envelope;
  loggerFor(envelope: Envelope | undefined): MailboxLogger;
  /** Whether the context's attempt, or hook, is still going on. */
  isCurrent(context: ActivationContext): boolean;
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

let causeOf: (context: ActivationContext) => Cause;
let hostOf: (context: ActivationContext) => ContextHost;
let abort: (context: ActivationContext, reason: Error) => void;

/**
 * What `onActivate` and `onDeactivate` get: the instance's address, its timers, and ways to send. It ends when the hook has
 * settled.
 */
export class ActivationContext {
  readonly #host: ContextHost;
  #controller: AbortController | undefined;
  #aborted: Error | undefined;

  static {
    causeOf = (context) => context.cause();
    hostOf = (context) => context.#host;
    abort = (context, reason) => {
      context.#aborted = reason;
      context.#controller?.abort(reason);
    };
  }

  constructor(host: ContextHost) {
    this.#host = host;
  }

  /** The address of this instance. */
  get self(): ActorRef {
    return this.#host.ref(this.#host.address.actor, this.#host.address.key);
  }

  /** The key of this instance; undefined for an actor without keys. */
  get key(): string | undefined {
    return this.#host.address.key;
  }

  /** Aborts when the handler runs past its `timeoutMs`, or the drain past its deadline. Made only if read. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#aborted !== undefined) this.#controller.abort(this.#aborted);
    return this.#controller.signal;
  }

  /** Writes lines that carry the actor, the key and, in a handler, the message's type and id. */
  get logger(): MailboxLogger {
    return this.#host.loggerFor(undefined);
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

  /** @internal What this context's sends are caused by. */
  protected cause(): Cause {
    return new Cause(undefined, undefined, this.#host.address, undefined);
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
  readonly #message: object;
  readonly #cause: Cause;
  readonly #id: Slot['id'];
  readonly #at: number;
  readonly #attempt: number;
  #ownCause: Cause | undefined;

  constructor(host: ContextHost, slot: Readonly<Slot>, attempt: number) {
    super(host);
    this.#message = slot.message;
    this.#cause = slot.cause;
    this.#id = slot.id;
    this.#at = slot.at;
    this.#attempt = attempt;
  }

  /** The message and the facts of its delivery. */
  get envelope(): Envelope {
    const slot = { message: this.#message, cause: this.#cause, id: this.#id, at: this.#at };
    return hostOf(this).envelopeOf(slot, this.#attempt);
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

  /** @internal */
  protected override cause(): Cause {
    this.#ownCause ??= new Cause(
      this.#cause.correlation ?? this.#id,
      this.#id,
      hostOf(this).address,
      this.#cause.headers,
      NEVER,
      0,
      undefined,
      this.#cause.nearest(),
    );
    return this.#ownCause;
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
  if (!host.isCurrent(context as ActivationContext)) throw new StaleContextError(member);
  return host;
}

export { abort as abortContext, causeOf, hostOf };
