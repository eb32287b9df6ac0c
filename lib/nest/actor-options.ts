import type { KeyBy } from '../runtime/actor-definition.js';
import type { MailboxOptions, SupervisionOptions } from '../runtime/options.js';

/** What `@Actor` takes. Every duration is in milliseconds; what is left out comes from `MailboxModule.forRoot`. */
export interface ActorOptions<M extends object = never> {
  /** The name in addresses and reports; one per application. @default the class name in kebab-case, without `Actor` */
  readonly name?: string | undefined;
  /**
   * Tells from a message which instance it is for, and so makes the actor keyed: one instance and one mailbox per key. A `keyBy`
   * that throws or gives no string makes the message a dead letter `invalid-key`.
   */
  readonly keyBy?: KeyBy<M> | undefined;
  /** The size of one instance's mailbox, and what happens beyond it. */
  readonly mailbox?: Partial<MailboxOptions> | undefined;
  /** What happens after a message has failed its last attempt. */
  readonly supervision?: Partial<SupervisionOptions> | undefined;
  /** How long a keyed instance may be idle before it ends, fields and all. @default it never ends */
  readonly idleTimeoutMs?: number | undefined;
  /** How many instances of a keyed actor live at once; beyond it the longest-idle one ends. */
  readonly maxInstances?: number | undefined;
  /** Refuses a message whose id is among the last `size` accepted. @default off */
  readonly deduplicate?: { readonly size: number } | undefined;
  /**
   * Whether the guards, interceptors, pipes and filters that are bound to this class and its handlers run around them. Global ones never
   * do. Without it, such a decorator is refused when the application starts. @default false: handlers are called directly
   */
  readonly enhancers?: boolean | undefined;
}
