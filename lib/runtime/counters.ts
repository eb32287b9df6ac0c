/**
 * What happened to the messages of one actor, in whole numbers.
 *
 * At every moment told = accepted + refused + duplicate, and accepted = handled + dead + queued + running + stashed.
 */
export class Counters {
  accepted = 0;
  refused = 0;
  duplicate = 0;
  handled = 0;
  /** Accepted messages that became dead letters. */
  dead = 0;
  queued = 0;
  /** In a handler, or between two attempts. */
  running = 0;
  stashed = 0;
  /** Attempts that failed. */
  failed = 0;

  get told(): number {
    return this.accepted + this.refused + this.duplicate;
  }

  add(other: Readonly<Counters>): this {
    this.accepted += other.accepted;
    this.refused += other.refused;
    this.duplicate += other.duplicate;
    this.handled += other.handled;
    this.dead += other.dead;
    this.queued += other.queued;
    this.running += other.running;
    this.stashed += other.stashed;
    this.failed += other.failed;
    return this;
  }
}
