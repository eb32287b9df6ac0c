import type { Mailbox, Offer } from './mailbox.js';

/** Messages of the first page, which is kept while the mailbox is empty, and of the longest; each is twice as long as the one before. */
const SHORTEST = 4;
const LONGEST = 4_096;

/** Messages side by side; the last element is the page that follows. */
type Page = unknown[];

/**
 * The reference mailbox. A lone message waits in the mailbox itself; more wait in pages, added as it fills and let go as it drains. Nothing
 * is ever moved: in one ring that doubles, a message of a million took twice as long, most of it copying.
 */
export class MemoryMailbox<T extends object> implements Mailbox<T> {
  /** How many wait. */
  size = 0;
  /** The first message, if no page holds it. */
  private lone: T | undefined = undefined;
  /** The page that is read, and where. */
  private head: Page | undefined = undefined;
  private headAt = 0;
  /** The page that is written, and where. */
  private tail: Page | undefined = undefined;
  private tailAt = 0;

  constructor(readonly capacity: number) {}

  get first(): T | undefined {
    return this.lone ?? (this.size === 0 ? undefined : ((this.head as Page)[this.headAt] as T));
  }

  offer(message: T): Offer {
    const { size } = this;
    if (size >= this.capacity) return 'full';
    this.size = size + 1;
    if (size === 0) this.lone = message;
    else this.append(message);
    return 'accepted';
  }

  take(): T | undefined {
    const { lone } = this;
    if (lone === undefined) return this.size === 0 ? undefined : this.takeFromPage();
    this.lone = undefined;
    this.size -= 1;
    return lone;
  }

  *waiting(): Generator<T> {
    let left = this.size;
    if (this.lone !== undefined) {
      left -= 1;
      yield this.lone;
    }
    let page = this.head as Page;
    for (let at = this.headAt; left > 0; left -= 1, at += 1) {
      if (at === page.length - 1) {
        page = page[at] as Page;
        at = 0;
      }
      yield page[at] as T;
    }
  }

  private append(message: T): void {
    let page = this.tail;
    if (page === undefined || this.tailAt === page.length - 1) page = this.addPage(page);
    page[this.tailAt] = message;
    this.tailAt += 1;
  }

  private takeFromPage(): T {
    const page = this.head as Page;
    const first = page[this.headAt] as T;
    page[this.headAt] = undefined; // a page must not keep what it has given away
    this.headAt += 1;
    this.size -= 1;
    if (this.size === 0) this.rewind(page);
    else if (this.headAt === page.length - 1) this.turnPage(page);
    return first;
  }

  private addPage(last: Page | undefined): Page {
    const length = last === undefined ? SHORTEST : Math.min((last.length - 1) * 2, LONGEST);
    // oxlint-disable-next-line unicorn/no-new-array -- an array that is made longer is copied, and costs four times as much
    const page: Page = new Array<undefined>(length + 1);
    if (last === undefined) {
      this.head = page;
      this.headAt = 0;
    } else last[last.length - 1] = page;
    this.tail = page;
    this.tailAt = 0;
    return page;
  }

  private turnPage(page: Page): void {
    this.head = page[page.length - 1] as Page;
    this.headAt = 0;
    page[page.length - 1] = undefined; // else a page that has outlived its collection would keep all that follow
  }

  /** Begins the page anew: a mailbox that is emptied again and again needs one page. */
  private rewind(page: Page): void {
    this.headAt = this.tailAt = 0;
    if (page.length > SHORTEST + 1) this.head = this.tail = undefined;
  }
}
