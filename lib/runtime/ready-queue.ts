/** What can wait in a {@link ReadyQueue}. */
export interface Queued<T extends Queued<T>> {
  nextReady: T | undefined;
}

/**
 * A queue through its members' own fields: to join it costs two writes at most, and no memory. A member is in it once, and only the first
 * leaves it.
 */
export class ReadyQueue<T extends Queued<T>> {
  first: T | undefined = undefined;
  /** The last of more than one: most often a lone one waits. */
  private last: T | undefined = undefined;

  push(member: T): void {
    const { first } = this;
    if (first === undefined) {
      this.first = member;
      return;
    }
    (this.last ?? first).nextReady = member;
    this.last = member;
  }

  shift(): T | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const { nextReady } = first;
    if (nextReady === undefined) {
      this.first = undefined;
      return first;
    }
    first.nextReady = undefined;
    this.first = nextReady;
    if (nextReady === this.last) this.last = undefined;
    return first;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let member = this.first; member !== undefined; member = member.nextReady) yield member;
  }
}
