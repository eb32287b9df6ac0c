import type { ActorContext } from './actor-context.js';
import type { MailboxOptions, SupervisionOptions } from './options.js';
import type { MessageClass } from './message.js';
import type { RetryOptions } from './retry.js';

/** Tells which instance of a keyed actor a message is for. */
export type KeyBy<M extends object = never> = (message: M) => string;

/** Any class; a name for an actor. */
export type ActorClass<A extends object = object> = abstract new (...args: never[]) => A;

/** One message type that an actor takes, and the method that handles it. */
export interface HandlerDefinition {
  readonly message: MessageClass;
  /** `handle`: the actor owns the message type, and `tell` finds it. `subscribe`: `publish` finds it. */
  readonly kind: 'handle' | 'subscribe';
  /** The method's name, for logs and reports. */
  readonly method: string;
  /** The method, called on a live instance. What it returns is judged by the runtime, never handed on. */
  readonly invoke: (this: object, message: object, context: ActorContext) => unknown;
  /** Whether it can see a second argument: if not, no context is made, which saves a part of what a message costs. @default true */
  readonly takesContext?: boolean | undefined;
  /** Wins over the actor's own `keyBy`. */
  readonly keyBy?: KeyBy | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * An actor as data: everything that the runtime knows about it. Whoever finds actors makes definitions; the runtime acts on
 * them.
 */
export interface ActorDefinition {
  /** The name in addresses; one per application. */
  readonly name: string;
  /** The class's name, for logs and reports. */
  readonly className: string;
  /** The classes by which `runtime.ref` finds this actor: the provided one and, where it differs, its token. */
  readonly classes: readonly ActorClass[];
  /** Whether there is an instance per key; else there is one. */
  readonly keyed: boolean;
  readonly handlers: readonly HandlerDefinition[];
  /**
   * Makes one fresh instance, with its dependencies. May throw or reject: activation is tried again. An instance with a method `then`
   * would be taken for a promise.
   */
  readonly create: () => object | PromiseLike<object>;
  readonly keyBy?: KeyBy | undefined;
  readonly mailbox?: Partial<MailboxOptions> | undefined;
  readonly supervision?: Partial<SupervisionOptions> | undefined;
  readonly idleTimeoutMs?: number | undefined;
  readonly maxInstances?: number | undefined;
  readonly deduplicate?: { readonly size: number } | undefined;
}
