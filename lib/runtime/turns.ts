/**
 * Who lets ready cells run, and when: the {@link Scheduler}, by the time slices of the event loop; or a test, in an order of its
 * own.
 *
 * For whoever implements it: a cell runs once for each time that it became ready, and never inside the call that made it ready.
 */
export interface Turns<T> {
  /** Milliseconds since the runtime was made, as of this turn. */
  readonly now: number;
  /** Is called at each look at the clock: a good moment to look at something else. */
  onLook: () => void;
  /** Whether no cell is waiting for its turn. */
  readonly isIdle: boolean;
  /** The cells that wait for their turn. */
  readonly waiting: Iterable<T>;
  /** Milliseconds since the Unix epoch, for a time of {@link now}. */
  toEpoch(at: number): number;
  /** Lets cells run from now on; before, they gather. */
  start(): void;
  /** Lets a cell have a turn. */
  ready(cell: T): void;
  /** Lets a cell have a turn when whoever is outside and has just told it something has had its own. */
  gather(cell: T): void;
  /** Spends one message's worth of a turn, and answers whether there is more. */
  spend(): boolean;
  /** Spends up to so many messages' worth at once, and answers how many; the next {@link spend} tells whether there is more. */
  grant(messages: number): number;
  /** Gives back what was granted and not needed. */
  refund(messages: number): void;
  /** The message that is handled next may take longer than those before it did. */
  lookNext(): void;
  /**
   * Spends one message's worth for a cell whose promise has settled, and answers whether it may go on with one at once, without {@link resume}.
   *
   * @param waiting How many messages wait in that cell.
   */
  spendAtOnce(waiting: number): boolean;
  /** Answers whether a cell whose promise has settled goes on at once; else it has a turn. */
  resume(cell: T): boolean;
}
