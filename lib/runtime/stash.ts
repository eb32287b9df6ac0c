import type { Slot } from './mailbox.js';

/** What a handler has set aside, and what came back from there and goes before the queue. */
export class Stash {
  #aside: Slot[] = [];
  #returned: Slot[] = []; // the last is the next

  /** How many are set aside. */
  get size(): number {
    return this.#aside.length;
  }

  /** How many came back and have not been taken yet. */
  get returned(): number {
    return this.#returned.length;
  }

  push({ message, cause, id, at }: Readonly<Slot>): void {
    this.#aside.push({ message, cause, id, at });
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

  /** Moves the next that came back into `into`. */
  take(into: Slot): boolean {
    const next = this.#returned.pop();
    if (next === undefined) return false;
    Object.assign(into, next);
    return true;
  }

  /** What came back, the next first. */
  slots(): readonly Readonly<Slot>[] {
    return this.#returned.toReversed();
  }

  oldestAt(): number | undefined {
    return this.#returned.at(-1)?.at;
  }
}
