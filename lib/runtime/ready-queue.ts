/** What can wait in a {@link ReadyQueue}. */
export interface Queued<T extends Queued<T>> {
  nextReady: T | undefined;
}

/**
 * A queue through its members' own fields: to join it costs two writes and no memory. A member is in it once, and only the first
 * leaves it.
 */
export class ReadyQueue<T extends Queued<T>> {
  first: T | undefined = undefined;
  private last: T | undefined = undefined;

  push(member: T): void {
    if (this.first === undefined) this.first = member;
    else (this.last as T).nextReady = member;
    this.last = member;
  }

  shift(): T | undefined {
    const first = this.first;
    if (first === undefined) return undefined;
    this.first = first.nextReady;
    if (this.first === undefined) this.last = undefined;
    else first.nextReady = undefined;
    return first;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let member = this.first; member !== undefined; member = member.nextReady) yield member;
  }
}
