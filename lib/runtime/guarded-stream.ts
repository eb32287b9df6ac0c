import { Observable, type Observer, type Operator, Subscriber, type Subscription } from 'rxjs';
import { describeError } from './errors.js';
import type { MailboxLogger } from './logger.js';
import { onRejection } from './thenable.js';

/**
 * A stream whose subscribers can harm nobody by throwing: RxJS would throw their errors again, from a timer, and end the process.
 * Here they are logged, and the stream goes on.
 */
export class GuardedStream<T> extends Observable<T> {
  constructor(
    source: Observable<unknown>,
    private readonly label: string,
    private readonly logger: MailboxLogger,
  ) {
    super();
    this.source = source;
  }

  /** What operators make of this stream is guarded as well. */
  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedStream<R>(this, this.label, this.logger);
    lifted.operator = operator;
    return lifted;
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | ((value: T) => void) | null,
    onError?: ((error: unknown) => void) | null,
    onComplete?: (() => void) | null,
  ): Subscription {
    if (observerOrNext instanceof Subscriber) return super.subscribe(observerOrNext); // an operator's, which knows what to do
    const observer: Partial<Observer<T>> =
      typeof observerOrNext === 'object' && observerOrNext !== null
        ? observerOrNext
        : {
            ...(observerOrNext && { next: observerOrNext }),
            ...(onError && { error: onError }),
            ...(onComplete && { complete: onComplete }),
          };
    return super.subscribe({
      next: (value) => this.#guard(() => observer.next?.(value)),
      error: (error) => {
        if (observer.error === undefined) this.#log(error);
        else this.#guard(() => observer.error?.(error));
      },
      complete: () => this.#guard(() => observer.complete?.()),
    });
  }

  #guard(call: () => unknown): void {
    try {
      onRejection(call(), (error) => this.#log(error)); // an async subscriber throws later
    } catch (error) {
      this.#log(error);
    }
  }

  #log(error: unknown): void {
    this.logger.error(`a subscriber of ${this.label} threw: ${describeError(error)}`, { error });
  }
}
