import type { Cause } from './cause.js';
import type { Front, Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';

/** What a handler has set aside, and what came back from there and goes before the queue. */
export class Stash implements Front {
  #aside: Slot[] = [];
  #returned: Slot[] = []; // the last is the next

  /** How many came back and have not been taken yet. */
  get size(): number {
    return this.#returned.length;
  }

  /** How many are set aside. */
  get aside(): number {
    return this.#aside.length;
  }

  get message(): object {
    return this.#next.message;
  }

  get cause(): Cause {
    return this.#next.cause;
  }

  get id(): MessageId {
    return this.#next.id;
  }

  get at(): number {
    return this.#next.at;
  }

  shift(): void {
    this.#returned.pop();
  }

  push(slot: Slot): void {
    this.#aside.push(slot);
  }

  /** Brings back all that is set aside, behind what came back before. Answers how many. */
  unstash(): number {
    const count = this.#aside.length;
    if (count > 0) this.#returned = [...this.#aside.reverse(), ...this.#returned];
    this.#aside = [];
    return count;
  }

  /** Gives away all that is set aside. */
  empty(): readonly Slot[] {
    const aside = this.#aside;
    this.#aside = [];
    return aside;
  }

  /** What came back, the next first. */
  slots(): readonly Slot[] {
    return this.#returned.toReversed();
  }

  get #next(): Slot {
    return this.#returned.at(-1) as Slot;
  }
}
