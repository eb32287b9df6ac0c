import type { Delivery } from './delivery.js';
import type { Front } from './mailbox.js';

/** What a handler has set aside, and what came back from there and goes before the queue. */
export class Stash implements Front<Delivery> {
  #aside: Delivery[] = [];
  #returned: Delivery[] = []; // the last is the next

  /** How many came back and have not been taken yet. */
  get size(): number {
    return this.#returned.length;
  }

  /** How many are set aside. */
  get aside(): number {
    return this.#aside.length;
  }

  get first(): Delivery | undefined {
    return this.#returned.at(-1);
  }

  take(): Delivery | undefined {
    return this.#returned.pop();
  }

  push(delivery: Delivery): void {
    this.#aside.push(delivery);
  }

  /** Brings back all that is set aside, behind what came back before. Answers how many. */
  unstash(): number {
    const count = this.#aside.length;
    if (count > 0) this.#returned = [...this.#aside.reverse(), ...this.#returned];
    this.#aside = [];
    return count;
  }

  /** Gives away all that is set aside. */
  empty(): readonly Delivery[] {
    const aside = this.#aside;
    this.#aside = [];
    return aside;
  }

  /** What came back, the next first. */
  waiting(): readonly Delivery[] {
    return this.#returned.toReversed();
  }
}
