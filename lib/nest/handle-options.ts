import type { KeyBy } from '../runtime/actor-definition.js';
import type { RetryOptions } from '../runtime/retry.js';

/** What `@Handle` and `@Subscribe` take. */
export interface HandleOptions<M extends object = never> {
  /** Tells from this message which instance it is for. An actor has it on itself or on each of its handlers, not both. */
  readonly keyBy?: KeyBy<M> | undefined;
  /** Tries a message that failed again, on the same instance, while the next one waits. @default one attempt */
  readonly retry?: RetryOptions | undefined;
  /** Aborts `context.signal` after so many milliseconds; the message counts as failed when its handler settles. @default no limit */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether messages of this type may come in from outside, through `nestjs-mailbox/ingress`. Only for the owner of a message with a
   * schema. @default false
   */
  readonly ingress?: boolean | undefined;
}
