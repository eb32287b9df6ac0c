import { Observable, Subject } from 'rxjs';
import type { DeadLetterReason } from './dead-letter.js';
import type { Envelope } from './envelope.js';
import { GuardedStream } from './guarded-stream.js';
import type { MailboxLogger } from './logger.js';

/** What a runtime can report of its work. */
export type ActivityType =
  | 'accepted'
  | 'refused'
  | 'duplicate'
  | 'unheard'
  | 'handled'
  | 'failed'
  | 'retried'
  | 'dead-lettered'
  | 'returned-value'
  | 'redriven'
  | 'activated'
  | 'activation-failed'
  | 'passivated'
  | 'restarted'
  | 'stopped'
  | 'stuck'
  | 'suspected-reply-wait'
  | 'rehearsed'
  | 'drained';

/** One thing that happened. When it is reported, the counters have it already. */
export interface Activity {
  readonly type: ActivityType;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The address of the actor it happened to. */
  readonly address?: string | undefined;
  readonly envelope?: Envelope | undefined;
  /** Class and method of the handler. */
  readonly handler?: string | undefined;
  /** Why a message was refused, or became a dead letter. */
  readonly reason?: DeadLetterReason | undefined;
  readonly error?: unknown;
  /** The message that a handler seems to wait for. */
  readonly answer?: Envelope | undefined;
  /** The addresses of those that seem to wait for each other. */
  readonly members?: readonly string[] | undefined;
  /** A sentence, where the rest does not say it all. */
  readonly detail?: string | undefined;
}

/** The stream of activities. While nobody listens, nothing is made for it. */
export class ActivityStream {
  readonly #subject = new Subject<Activity>();
  readonly observable: Observable<Activity>;
  /** To be asked before an activity is put together. A field, for it is asked for each message. */
  isObserved = false;

  /** @param onObserved Called when somebody has begun to listen, or nobody does any longer. */
  constructor(logger: MailboxLogger, onObserved: () => void) {
    const observe = (isObserved: boolean): void => {
      this.isObserved = isObserved;
      onObserved();
    };
    const counted = new Observable<Activity>((subscriber) => {
      observe(true);
      const subscription = this.#subject.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        observe(this.#subject.observed);
      };
    });
    this.observable = new GuardedStream(counted, 'runtime.activity', logger);
  }

  emit(activity: Activity): void {
    this.#subject.next(activity);
  }

  complete(): void {
    this.#subject.complete();
  }
}
