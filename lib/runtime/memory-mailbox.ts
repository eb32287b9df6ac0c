import type { Cause } from './cause.js';
import type { Mailbox, Offer, Slot } from './mailbox.js';
import type { MessageId } from './message-id.js';

/** Elements of a page that a slot takes: message, cause, id, time. Side by side they cost one cache line and no object. */
const STRIDE = 4;

/** Elements of the first page, and of the longest; each page is twice as long as the one before. */
const SHORTEST = 4 * STRIDE;
const LONGEST = 512 * STRIDE;

/** A page of at most so many elements is kept when the mailbox is empty. */
const KEPT = 64 * STRIDE;

/** Slots side by side; the last element is the page that follows. */
type Page = unknown[];

/**
 * The reference mailbox: pages in memory, added as it fills and let go as it drains. Nothing is ever moved: in one ring that doubles,
 * a message of a million took twice as long, most of it copying.
 */
export class MemoryMailbox implements Mailbox {
  /** The page that is read, and where. */
  #first: Page | undefined;
  #head = 0;
  /** The page that is written, and where. */
  #last: Page | undefined;
  #tail = 0;
  #size = 0;

  constructor(readonly capacity: number) {}

  get size(): number {
    return this.#size;
  }

  get message(): object {
    return (this.#first as Page)[this.#head] as object;
  }

  get cause(): Cause {
    return (this.#first as Page)[this.#head + 1] as Cause;
  }

  get id(): MessageId {
    return (this.#first as Page)[this.#head + 2] as MessageId;
  }

  get at(): number {
    return (this.#first as Page)[this.#head + 3] as number;
  }

  offer(message: object, cause: Cause, id: MessageId, at: number): Offer {
    if (this.#size >= this.capacity) return 'full';
    let page = this.#last;
    if (page === undefined || this.#tail === page.length - 1) page = this.#addPage(page);
    const place = this.#tail;
    page[place] = message;
    page[place + 1] = cause;
    page[place + 2] = id;
    page[place + 3] = at;
    this.#tail = place + STRIDE;
    this.#size += 1;
    return 'accepted';
  }

  shift(): void {
    const page = this.#first as Page;
    const place = this.#head;
    page[place] = page[place + 1] = page[place + 2] = undefined; // a page must not keep what it has given away
    this.#head = place + STRIDE;
    this.#size -= 1;
    if (this.#size === 0) this.#rewind(page);
    else if (this.#head === page.length - 1) this.#turn(page);
  }

  #addPage(last: Page | undefined): Page {
    const length = last === undefined ? SHORTEST : Math.min((last.length - 1) * 2, LONGEST);
    const page: Page = [];
    page.length = length + 1;
    if (last === undefined) this.#first = page;
    else last[last.length - 1] = page;
    this.#last = page;
    this.#tail = 0;
    return page;
  }

  *slots(): Generator<Slot> {
    let page = this.#first as Page;
    for (let left = this.#size, place = this.#head; left > 0; left -= 1, place += STRIDE) {
      if (place === page.length - 1) {
        page = page[place] as Page;
        place = 0;
      }
      const [message, cause, id, at] = page.slice(place, place + STRIDE) as [
        object,
        Cause,
        MessageId,
        number,
      ];
      yield { message, cause, id, at };
    }
  }

  #turn(page: Page): void {
    this.#first = page[page.length - 1] as Page;
    this.#head = 0;
    page[page.length - 1] = undefined; // else a page that has outlived its collection would keep all that follow
  }

  /** Begins the page anew: a mailbox that is emptied again and again needs one page. */
  #rewind(page: Page): void {
    this.#head = this.#tail = 0;
    if (page.length > KEPT) this.#first = this.#last = undefined;
  }
}
