/** What a mailbox says to a message. */
export type Offer = 'accepted' | 'full';

/** Messages in their order, of which the first can be looked at and taken. */
export interface Front<T extends object> {
  readonly size: number;
  readonly first: T | undefined;
  /** Lets go of the first; undefined: there is none. */
  take(): T | undefined;
}

/**
 * The bounded FIFO queue in front of one actor instance. It knows nothing of what it keeps.
 *
 * For whoever implements it: `offer` stores the message or says why not, never throws and never drops; messages come to the front in
 * the order in which they were accepted; `size` is exact after every call. No call waits.
 */
export interface Mailbox<T extends object> extends Front<T> {
  readonly capacity: number;
  offer(message: T): Offer;
  /** What waits, the oldest first, and stays where it is. For a look now and then. */
  waiting(): Iterable<T>;
}
