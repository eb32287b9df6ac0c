import type { Mailbox, Offer } from './mailbox.js';

/** Messages of the first page, and of the longest; each page is twice as long as the one before. */
const SHORTEST = 2;
const LONGEST = 2_048;

/** A page of at most so many messages is kept when the mailbox is empty. */
const KEPT = 64;

/** What a message takes of a page: itself, or the message in its parts. */
const PLACES = 4;

/** Messages side by side; the last element is the page that follows. */
type Page = unknown[];

/** Puts together what waits in parts. */
export interface Assembler<T, P> {
  assemble(message: object, part: P, id: number, at: number): T;
}

/**
 * The reference mailbox. A lone message waits in the mailbox itself; more wait in pages, added as it fills and let go as it drains. Nothing
 * is ever moved: in one ring that doubles, a message of a million took twice as long, most of it copying.
 *
 * What comes from outside for a handler without a context waits in its parts, and nothing is made for it: a message of a million took half
 * as long again with an object each, and the garbage collector had to copy them all.
 */
export class MemoryMailbox<T extends object, P extends object> implements Mailbox<T> {
  /** How many wait. */
  size = 0;
  /** The first message, if no page holds it. */
  lone: T | undefined = undefined;
  /** The page that is read, and where. */
  private head: Page | undefined = undefined;
  private headAt = 0;
  /** The page that is written, and where. */
  private tail: Page | undefined = undefined;
  private tailAt = 0;

  constructor(
    readonly capacity: number,
    private readonly assembler: Assembler<T, P>,
  ) {}

  get first(): T | undefined {
    return this.lone ?? (this.size === 0 ? undefined : this.at(this.head as Page, this.headAt));
  }

  /** What the first has beside the message, if it waits in its parts. */
  get part(): P | undefined {
    if (this.lone !== undefined || this.size === 0) return undefined;
    return (this.head as Page)[this.headAt + 1] as P | undefined;
  }

  /** The id of a first that waits in its parts. */
  get id(): number {
    return (this.head as Page)[this.headAt + 2] as number;
  }

  /** When it was stored. */
  get since(): number {
    return (this.head as Page)[this.headAt + 3] as number;
  }

  offer(message: T): Offer {
    const { size } = this;
    if (size >= this.capacity) return 'full';
    this.size = size + 1;
    if (size === 0) this.lone = message;
    else this.append(message, undefined, 0, 0);
    return 'accepted';
  }

  /** Stores a message in its parts. */
  offerParts(message: object, part: P, id: number, at: number): Offer {
    if (this.size >= this.capacity) return 'full';
    this.size += 1;
    this.append(message, part, id, at);
    return 'accepted';
  }

  take(): T | undefined {
    const { lone } = this;
    if (lone === undefined) return this.size === 0 ? undefined : this.takeFromPage();
    this.lone = undefined;
    this.size -= 1;
    return lone;
  }

  /** Takes the message alone of a first that waits in its parts. */
  takeMessage(): object {
    const message = (this.head as Page)[this.headAt] as object;
    this.drop();
    return message;
  }

  *waiting(): Generator<T> {
    let left = this.size;
    if (this.lone !== undefined) {
      left -= 1;
      yield this.lone;
    }
    let page = this.head as Page;
    for (let at = this.headAt; left > 0; left -= 1, at += PLACES) {
      if (at === page.length - 1) {
        page = page[at] as Page;
        at = 0;
      }
      yield this.at(page, at);
    }
  }

  /** Lets go of the page that it keeps while it is empty. */
  trim(): void {
    if (this.size === 0) this.head = this.tail = undefined;
  }

  private at(page: Page, at: number): T {
    const part = page[at + 1] as P | undefined;
    if (part === undefined) return page[at] as T;
    return this.assembler.assemble(page[at] as object, part, page[at + 2] as number, page[at + 3] as number);
  }

  private takeFromPage(): T {
    const first = this.at(this.head as Page, this.headAt);
    this.drop();
    return first;
  }

  private append(message: object, part: P | undefined, id: number, since: number): void {
    let page = this.tail;
    if (page === undefined || this.tailAt === page.length - 1) page = this.addPage(page);
    const at = this.tailAt;
    page[at] = message;
    page[at + 1] = part;
    page[at + 2] = id;
    page[at + 3] = since;
    this.tailAt = at + PLACES;
  }

  private drop(): void {
    const page = this.head as Page;
    page[this.headAt] = undefined; // a page must not keep what it has given away
    this.headAt += PLACES;
    this.size -= 1;
    if (this.size === 0) this.rewind(page);
    else if (this.headAt === page.length - 1) this.turn(page);
  }

  private addPage(last: Page | undefined): Page {
    const length = last === undefined ? SHORTEST : Math.min(((last.length - 1) / PLACES) * 2, LONGEST);
    // oxlint-disable-next-line unicorn/no-new-array -- an array that is made longer is copied, and costs four times as much
    const page: Page = new Array<undefined>(length * PLACES + 1);
    if (last === undefined) {
      this.head = page;
      this.headAt = 0;
    } else last[last.length - 1] = page;
    this.tail = page;
    this.tailAt = 0;
    return page;
  }

  private turn(page: Page): void {
    this.head = page[page.length - 1] as Page;
    this.headAt = 0;
    page[page.length - 1] = undefined; // else a page that has outlived its collection would keep all that follow
  }

  /** Begins the page anew: a mailbox that is emptied again and again needs one page. */
  private rewind(page: Page): void {
    this.headAt = this.tailAt = 0;
    if (page.length > KEPT * PLACES + 1) this.head = this.tail = undefined;
  }
}
