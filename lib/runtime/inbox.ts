import type { ActorCell } from './actor-cell.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Batch } from './batch.js';
import { again, type Delivery } from './delivery.js';
import type { Offer } from './mailbox.js';
import { MailboxFullError, ShutdownError } from './errors.js';
import { Stash } from './stash.js';

/**
 * Everything that waits for one instance: its mailbox, what came back from the stash and goes first, and what is set aside. It keeps
 * nothing itself, for most cells need only their mailbox: it is a way to look at a cell.
 */
export class Inbox {
  constructor(private readonly cell: ActorCell) {}

  /** How many are queued. */
  get size(): number {
    return this.cell.size + (this.cell.stash?.size ?? 0);
  }

  /** How many are set aside. */
  get stashed(): number {
    return this.cell.stash?.aside ?? 0;
  }

  /** Whether something came back from the stash and has not been taken yet. */
  get hasReturned(): boolean {
    return this.cell.stash !== undefined && this.cell.stash.size > 0;
  }

  oldestAt(): number | undefined {
    return this.hasReturned ? this.cell.stash?.first?.at : this.cell.oldestAt;
  }

  /** The deliveries that are queued, in the order in which they will be taken; without the batches, which follow from nothing. */
  *queued(): Generator<Delivery> {
    const { cell } = this;
    const { leading, stash } = cell;
    if (stash !== undefined) yield* stash.waiting();
    let followers = leading?.followers ?? 0;
    for (const next of cell.waiting() as Iterable<Batch | Delivery>) {
      if (followers > 0) followers -= 1;
      else if (next.followers === undefined) yield next;
      else ({ followers } = next);
    }
  }

  /** As the mailbox does, where the stash may have come back on top of it. */
  offer(delivery: Delivery): Offer {
    return this.size >= this.cell.capacity ? 'full' : this.cell.offer(delivery);
  }

  /**
   * Puts a message in the place of those accepted longest ago, which become dead letters: of more than one where the stash has come
   * back on top of a full mailbox. In that order: whoever hears of a dead letter may send to this mailbox, and must find it full.
   */
  replaceOldest(delivery: Delivery): void {
    const { actor, address, capacity } = this.cell;
    const error = new MailboxFullError(String(address), capacity);
    const dropped: Delivery[] = [];
    do dropped.push(this.#takeOldest());
    while (this.offer(delivery) === 'full');
    actor.displaced += dropped.length - 1; // until they are dead letters, the books show the queue as it was
    for (const one of dropped) {
      actor.displaced -= 1;
      this.cell.deadLetter(one, 'mailbox-full', [error]);
    }
    actor.displaced += 1;
  }

  /** Sets a message aside that was running, or answers false because too many are. */
  setAside(delivery: Delivery): boolean {
    if (this.stashed >= this.cell.capacity) return false;
    this.cell.stash ??= new Stash();
    this.cell.stash.push(again(delivery, 1));
    return true;
  }

  /** Puts what is set aside back in front of the queue. */
  unstash(): void {
    const count = this.cell.stash?.unstash() ?? 0;
    this.cell.hasPrior = true;
    this.cell.actor.counters.stashed -= count;
  }

  /**
   * What waits will not be handled: all of it becomes dead letters. What somebody tells who hears of one stays: it would cause the next
   * letter, and so on for ever.
   */
  bury(reason: DeadLetterReason, errors: readonly unknown[]): void {
    this.unstash();
    for (let left = this.size; left > 0 && this.size > 0; left -= 1)
      this.cell.deadLetter(this.#take(), reason, errors);
  }

  /** What was set aside will not come back. */
  buryStashed(reason: DeadLetterReason): void {
    for (const delivery of this.cell.stash?.empty() ?? []) {
      this.cell.actor.counters.stashed -= 1;
      this.cell.deadLetter(delivery, reason, [
        new ShutdownError('it was still set aside when its instance ended'),
      ]);
    }
  }

  #take(): Delivery {
    return (this.hasReturned ? this.cell.stash?.take() : this.cell.receive()) as Delivery;
  }

  #takeOldest(): Delivery {
    const { oldestAt = Infinity, stash } = this.cell;
    const isStashNewer = (stash?.first?.at ?? 0) > oldestAt;
    return isStashNewer ? (this.cell.receive() as Delivery) : this.#take();
  }
}
