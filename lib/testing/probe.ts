import type { ActorContext } from '../runtime/index.js';
import { Address } from '../runtime/address.js';
import type { Envelope, MailboxRuntime } from '../runtime/index.js';
import { SenderContext } from './sender-context.js';
import { Spy } from './spy.js';
import type { TraceRecorder } from './trace-recorder.js';

/**
 * Stands in for an actor: accepts what the actor would accept, records it, and does nothing else. Its answers are the test's to
 * give.
 *
 * @example
 * ```ts
 * const payment = kit.probe(PaymentActor);
 * kit.tell(new PlaceOrder('o-1', 2));
 * await kit.settle();
 * payment.expectOne(ChargeCard, { orderId: 'o-1' });
 * payment.tell(new CardDeclined('o-1'));
 * await kit.settle();
 * ```
 */
export class Probe extends Spy {
  readonly #runtime: MailboxRuntime;

  /** @internal */
  constructor(actor: string, runtime: MailboxRuntime, recorder: TraceRecorder) {
    super(actor, runtime, recorder);
    this.#runtime = runtime;
  }

  /**
   * Tells a message as the actor: from its address, in the conversation of what it received.
   *
   * @param answered The received message that this one answers. Default: the last one; if there is none, a conversation begins.
   * @throws ExpectationError when `answered` was never received.
   */
  tell(message: object, answered?: object): void {
    this.#runtime.tell(message, this.#contextFor(answered));
  }

  /** Publishes an event as the actor; otherwise like {@link tell}. */
  publish(event: object, answered?: object): void {
    this.#runtime.publish(event, this.#contextFor(answered));
  }

  #contextFor(answered: object | undefined): ActorContext {
    const envelope = this.#find(answered);
    return new SenderContext(new Address(this.actor, envelope?.key), envelope);
  }

  #find(answered: object | undefined): Envelope | undefined {
    if (answered === undefined) return this.envelopes().at(-1);
    const envelope = this.envelopes().findLast(({ message }) => message === answered);
    if (envelope !== undefined) return envelope;
    throw this.failure(
      `the probe of ${this.actor} cannot answer a message that it has not received; take what expectOne() or received() gave`,
    );
  }
}
