import type { Cause } from './cause.js';
import type { Mailbox, Offer, Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';

/** Places in the ring when the first message comes; a power of two. */
const SMALLEST = 4;

/** A ring of at most so many places is kept when it is empty; a larger one gives memory back as it drains. */
const KEPT = 64;

/** Array elements a slot takes: message, cause, id, time. Side by side they cost one cache line and no object. */
const STRIDE = 4;

/**
 * The reference mailbox: a ring in memory that doubles as it fills, up to its capacity, and halves as it drains.
 */
export class MemoryMailbox implements Mailbox {
  #ring: unknown[] | undefined;
  #places = 0;
  #head = 0;
  #size = 0;

  constructor(readonly capacity: number) {}

  get size(): number {
    return this.#size;
  }

  offer(message: object, cause: Cause, id: MessageId, at: number): Offer {
    if (this.#size >= this.capacity) return 'full';
    if (this.#size === this.#places) this.#resize(Math.max(SMALLEST, this.#places * 2));
    const ring = this.#ring as unknown[];
    const place = ((this.#head + this.#size) & (this.#places - 1)) * STRIDE;
    ring[place] = message;
    ring[place + 1] = cause;
    ring[place + 2] = id;
    ring[place + 3] = at;
    this.#size += 1;
    return 'accepted';
  }

  take(into: Slot): boolean {
    if (this.#size === 0) return false;
    const ring = this.#ring as unknown[];
    const place = this.#head * STRIDE;
    into.message = ring[place] as object;
    into.cause = ring[place + 1] as Cause;
    into.id = ring[place + 2] as MessageId;
    into.at = ring[place + 3] as number;
    ring[place] = ring[place + 1] = ring[place + 2] = undefined; // the ring must not keep what it has given away
    this.#head = (this.#head + 1) & (this.#places - 1);
    this.#size -= 1;
    if (this.#places > KEPT && this.#size * 4 <= this.#places) this.#resize(this.#places / 2);
    return true;
  }

  oldestAt(): number | undefined {
    return this.#size === 0 ? undefined : ((this.#ring as unknown[])[this.#head * STRIDE + 3] as number);
  }

  *slots(): Generator<Readonly<Slot>> {
    const ring = this.#ring ?? [];
    for (let n = 0; n < this.#size; n += 1) {
      const place = ((this.#head + n) & (this.#places - 1)) * STRIDE;
      const [message, cause, id, at] = ring.slice(place, place + STRIDE) as [
        object,
        Cause,
        MessageId,
        number,
      ];
      yield { message, cause, id, at };
    }
  }

  /** Moves the slots to the front of an array of their own; the places behind them come into being as they are filled. */
  #resize(places: number): void {
    const ring = this.#ring ?? [];
    const start = this.#head * STRIDE;
    const moved = ring.slice(start).concat(ring.slice(0, start));
    moved.length = this.#size * STRIDE;
    this.#ring = moved;
    this.#places = places;
    this.#head = 0;
  }
}
