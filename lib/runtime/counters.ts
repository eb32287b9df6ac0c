/**
 * What happened to the messages of one actor, as far as it is counted while it happens, in whole numbers. What was handled is counted by
 * type, see {@link Tally}; the rest follows, see {@link countsOf}.
 */
export class Counters {
  accepted = 0;
  refused = 0;
  duplicate = 0;
  /** Accepted messages that became dead letters. */
  dead = 0;
  stashed = 0;
  /** Attempts that failed. */
  failed = 0;
}
