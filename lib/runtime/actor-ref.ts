import type { ActivationContext } from './actor-context.js';
import type { SendOptions } from './send-options.js';
import { assertSealed, type Seal } from './seal.js';
import type { MessageOf } from './void-method.js';

/** The lifecycle methods that an actor may have; what they take is no message. */
export type Hook = 'onActivate' | 'onDeactivate';

/** The messages that an actor takes, by the shape of its public void methods. */
export type ProtocolOf<A> = { [Name in keyof A]: Name extends Hook ? never : MessageOf<A[Name]> }[keyof A];

/** What a ref asks of the runtime behind it. */
export interface RefHost {
  tell(message: object, options: SendOptions | ActivationContext | undefined): void;
  describe(): string;
}

/**
 * An address of an actor, or of one instance of a keyed actor. It can be told messages, and nothing else.
 *
 * @example
 * ```ts
 * class CheckoutActor {
 *   constructor(private readonly orders: ActorRef<OrderActor>) {}
 *   checkOut(message: CheckOut, context: ActorContext): void {
 *     this.orders.tell(new PlaceOrder(message.orderId), context); // stays in the conversation
 *   }
 * }
 * ```
 */
export class ActorRef<A extends object = object> {
  readonly #host: RefHost;

  /** @internal Refs come from `runtime.ref`, `context.ref` and `@InjectActor`. */
  constructor(host: RefHost, given: Seal) {
    assertSealed(given, 'refs come from runtime.ref, context.ref and @InjectActor');
    this.#host = host;
  }

  /**
   * Sends a message. Never waits, and never throws for a delivery condition: what is not accepted becomes a dead letter.
   *
   * @param options Facts about the send, or the handler's context, which makes it that handler's send.
   * @throws TypeError when the message is no object.
   */
  tell(message: object extends A ? object : ProtocolOf<A>, options?: SendOptions | ActivationContext): void {
    this.#host.tell(message as object, options);
  }

  /** `mailbox://order/order-42` */
  toString(): string {
    return this.#host.describe();
  }
}
