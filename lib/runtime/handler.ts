import type { HandlerDefinition, KeyBy } from './actor-definition.js';
import type { ActorContext } from './actor-context.js';
import type { MessageClass } from './message.js';
import { messageTypeOf } from './message.js';
import { fill, type BackoffOptions } from './options.js';
import { NO_RETRY, type RetryPolicy } from './retry.js';

/** A handler definition with every default filled in, as the runtime calls it. */
export class Handler {
  readonly message: MessageClass;
  readonly kind: 'handle' | 'subscribe';
  readonly type: string;
  /** Class and method, as a person would look for them. */
  readonly label: string;
  readonly invoke: (instance: object, message: object, context: ActorContext) => unknown;
  readonly keyBy: KeyBy | undefined;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  readonly isTimed: boolean;

  constructor(
    { message, kind, method, invoke, keyBy, retry, timeoutMs }: HandlerDefinition,
    actor: { className: string; keyBy?: KeyBy | undefined },
    defaults: BackoffOptions,
  ) {
    this.message = message;
    this.kind = kind;
    this.type = messageTypeOf(message);
    this.label = `${actor.className}.${method}`;
    this.invoke = invoke;
    this.keyBy = keyBy ?? actor.keyBy;
    this.retry = retry === undefined ? NO_RETRY : { ...fill(defaults, retry), attempts: retry.attempts };
    this.timeoutMs = timeoutMs;
    this.isTimed = timeoutMs !== undefined;
  }
}
