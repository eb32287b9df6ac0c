/** How the messages of one type ended at one actor; what is still on its way is in the actor's counters. */
export class Tally {
  handled = 0;
  /** Accepted, and became dead letters. */
  dead = 0;
  refused = 0;
  duplicate = 0;
}
