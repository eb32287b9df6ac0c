import type { DeadLetterReason } from './dead-letter.js';
import type { Envelope } from './envelope.js';

/**
 * Looks on while messages are sent and handled, and wraps both: a tracer puts headers on what is sent, and sets a context around
 * the handler. It sees what happens and decides nothing. What it throws is logged once, and harms nobody.
 *
 * @example
 * ```ts
 * class SlowHandlers implements MailboxInstrumentation {
 *   process({ handler }: MessageAttempt): AttemptTrace {
 *     const since = Date.now();
 *     return { end: ({ kind }) => report(handler, kind, Date.now() - since) };
 *   }
 * }
 * runtime.instrument(new SlowHandlers());
 * ```
 */
export interface MailboxInstrumentation {
  /** Is called as a message is sent, before anybody is looked for who takes it. */
  send?(send: MessageSend): SendTrace | undefined;
  /** Is called as a handler is about to be called, for each attempt anew. */
  process?(attempt: MessageAttempt): AttemptTrace | undefined;
}

/** A message as it is sent: by `tell` of anybody, by `deliver`, or by `publish`. A redrive and a timer's tick send nothing. */
export interface MessageSend {
  readonly verb: 'tell' | 'deliver' | 'publish';
  readonly message: object;
  /** The message type. */
  readonly type: string;
  readonly id: string;
  /** The conversation. */
  readonly correlationId: string;
  /** The id of the message whose handler sends it. */
  readonly causationId: string | undefined;
  /** The address of the actor that sends it; undefined: it comes from outside. */
  readonly from: string | undefined;
  /** The name of the actor it is meant for; undefined where nobody is known to take it, and for what is published. */
  readonly actor: string | undefined;
  /** Those of the message whose handler sends it, and what the sender gave. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an instrumentation does about one send. */
export interface SendTrace {
  /** Travel with the message, beside and before those it has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Is called once, before the call that sends returns. */
  end?(outcome: SendOutcome): void;
}

/**
 * How a send went. `kept`: the actors are not known yet. `unheard`: it was published, and nobody subscribes. `refused`: by one of
 * those it was for, and why. A duplicate counts as accepted.
 */
export type SendOutcome =
  | { readonly kind: 'accepted' | 'kept' | 'unheard' }
  | { readonly kind: 'refused'; readonly reason: DeadLetterReason; readonly error: Error };

/** A handler that is about to be called. */
export interface MessageAttempt {
  /** The message and the facts of its delivery; `attempt` among them. */
  readonly envelope: Envelope;
  /** The name of the actor. */
  readonly actor: string;
  /** Class and method. */
  readonly handler: string;
}

/** What an instrumentation does about one attempt. */
export interface AttemptTrace {
  /**
   * Calls the handler's synchronous part: what is set around `call` is there for the handler, across its awaits as well. `call`
   * neither throws nor returns anything, and has an effect once; where it was not called, the runtime calls the handler itself.
   */
  run?(call: () => void): void;
  /** Is called once, when the attempt has ended. */
  end?(outcome: AttemptOutcome): void;
}

/**
 * How an attempt ended. `stashed`: its message was set aside. `retried`: it failed, and there will be another one. `dead`: the message
 * became a dead letter, because the last attempt failed, a value was returned, or nobody waits for the handler any longer.
 */
export type AttemptOutcome =
  | { readonly kind: 'handled' | 'stashed' }
  | { readonly kind: 'retried'; readonly error: unknown }
  | { readonly kind: 'dead'; readonly reason: DeadLetterReason; readonly error: unknown };
