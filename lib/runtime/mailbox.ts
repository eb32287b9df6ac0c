import type { Cause } from './cause.js';
import type { MessageId } from './message-id.js';

/** What a mailbox says to a message. */
export type Offer = 'accepted' | 'full';

/** What a mailbox keeps of an envelope. The rest follows from it, when somebody asks. */
export interface Slot {
  message: object;
  cause: Cause;
  id: MessageId;
  /** When it was accepted: milliseconds since the runtime was made. */
  at: number;
}

/**
 * The bounded FIFO queue in front of one actor instance.
 *
 * For whoever implements it: `offer` stores the slot or says why not, never throws and never drops; `take` gives slots back
 * in the order in which they were accepted; `size` is exact after every call. No call waits.
 */
export interface Mailbox {
  readonly size: number;
  readonly capacity: number;
  offer(message: object, cause: Cause, id: MessageId, at: number): Offer;
  /** Moves the oldest slot into `into` and answers true; answers false, and touches nothing, when there is none. */
  take(into: Slot): boolean;
  /** What waits, the oldest first, and stays where it is. For a look now and then. */
  slots(): Iterable<Readonly<Slot>>;
  /** When the oldest slot was accepted. */
  oldestAt(): number | undefined;
}
