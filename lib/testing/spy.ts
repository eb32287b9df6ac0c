import { inspect } from 'node:util';
import type { Subscription } from 'rxjs';
import { Address } from '../runtime/address.js';
import { type Envelope, type MailboxRuntime, type MessageClass, messageTypeOf } from '../runtime/index.js';
import { ExpectationError } from './errors.js';
import { matches, type Pattern } from './pattern.js';
import type { TraceRecorder } from './trace-recorder.js';

/**
 * Records what an actor is told, by any verb, by a timer, or through a redrive; what its mailbox refuses is not among it.
 *
 * A spy changes nothing: the actor handles its messages as ever. It records from the moment it is made.
 *
 * @example
 * ```ts
 * const orders = kit.spy(OrderActor);
 * kit.tell(new PlaceOrder('o-1', 2));
 * await kit.settle();
 * orders.expectOne(PlaceOrder, { orderId: 'o-1' });
 * ```
 */
export class Spy {
  readonly #envelopes: Envelope[] = [];
  readonly #subscription: Subscription;

  /** @internal Spies come from `kit.spy`, probes from `kit.probe`. */
  constructor(
    /** The name of the actor. */
    readonly actor: string,
    runtime: MailboxRuntime,
    private readonly recorder: TraceRecorder,
  ) {
    this.#subscription = runtime.activity.subscribe(({ type, envelope }) => {
      if (type !== 'accepted' || envelope === undefined) return;
      if (Address.actorOf(envelope.to) === actor) this.#envelopes.push(envelope);
    });
  }

  /** The messages so far, or those of one class, in the order in which they were accepted. */
  received<M extends object = object>(messageClass?: MessageClass<M>): readonly M[] {
    return this.envelopes(messageClass).map(({ message }) => message as M);
  }

  /** The same with the facts of their delivery: who sent them, in which conversation, with which headers. */
  envelopes(messageClass?: MessageClass): readonly Envelope[] {
    return messageClass === undefined
      ? [...this.#envelopes]
      : this.#envelopes.filter(({ message }) => message instanceof messageClass);
  }

  /**
   * Expects that exactly one message of a class, with these fields, has been received, and gives it back. To be asked after
   * `kit.settle()` or `kit.advance()`.
   *
   * @param pattern Some of its fields. A matcher such as `expect.any(String)` may stand for a value.
   * @throws ExpectationError that lists what was received instead.
   */
  expectOne<M extends object>(messageClass: MessageClass<M>, pattern: Pattern<M> = {}): M {
    const found = this.received(messageClass).filter((message) => matches(message, pattern));
    if (found.length === 1) return found[0] as M;
    const fields = Object.keys(pattern).length === 0 ? '' : ` with ${inspect(pattern)}`;
    throw this.#disappointed(`one ${messageTypeOf(messageClass)}${fields}`, found.length);
  }

  /**
   * Expects that no message of a class has been received. After `kit.settle()` this is exact: nothing is on its way.
   *
   * @throws ExpectationError that lists what was received.
   */
  expectNone(messageClass: MessageClass): void {
    const count = this.received(messageClass).length;
    if (count > 0) throw this.#disappointed(`no ${messageTypeOf(messageClass)}`, count);
  }

  /** Records nothing more. Closing the kit does the same. */
  stop(): void {
    this.#subscription.unsubscribe();
  }

  #disappointed(expected: string, count: number): ExpectationError {
    const counted = `expected the actor ${this.actor} to have received ${expected}, and found ${count}`;
    const lines = this.#envelopes.map(
      ({ message, to, from }) => `${inspect(message)} at ${to}, from ${from ?? 'outside'}`,
    );
    return this.failure(
      lines.length === 0
        ? `${counted}; it has received nothing`
        : [`${counted}. It has received:`, ...lines].join('\n  - '),
    );
  }

  /** @internal */
  protected failure(problem: string): ExpectationError {
    return new ExpectationError(problem, this.recorder.trace());
  }
}
