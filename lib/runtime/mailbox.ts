import type { Cause } from './cause.js';
import type { MessageId } from './message-id.js';

/** What a mailbox says to a message. */
export type Offer = 'accepted' | 'full';

/** What a mailbox keeps of an envelope. The rest follows from it, when somebody asks. */
export interface Slot {
  readonly message: object;
  readonly cause: Cause;
  readonly id: MessageId;
  /** When it was accepted: milliseconds since the runtime was made. */
  readonly at: number;
}

/**
 * Messages in their order, of which the first can be read and let go.
 *
 * For whoever implements it: while `size` is 0, the fields of a slot say nothing, and `shift` is not called.
 */
export interface Front extends Slot {
  readonly size: number;
  /** Lets go of the first; the next one takes its place. */
  shift(): void;
}

/**
 * The bounded FIFO queue in front of one actor instance.
 *
 * For whoever implements it: `offer` stores the slot or says why not, never throws and never drops; slots come to the front in
 * the order in which they were accepted; `size` is exact after every call. No call waits.
 */
export interface Mailbox extends Front {
  readonly capacity: number;
  offer(message: object, cause: Cause, id: MessageId, at: number): Offer;
  /** What waits, the oldest first, and stays where it is. For a look now and then. */
  slots(): Iterable<Slot>;
}
