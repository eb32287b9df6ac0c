import type { ActorCell } from './actor-cell.js';
import type { Cause } from './cause.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Front, Mailbox, Offer, Slot } from './mailbox.js';
import { MailboxFullError, ShutdownError } from './errors.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageId } from './message-id.js';
import { Stash } from './stash.js';

/** Everything that waits for one instance: its mailbox, what came back from the stash and goes first, and what is set aside. */
export class Inbox {
  readonly #mailbox: Mailbox;
  #stash: Stash | undefined;

  constructor(private readonly cell: ActorCell) {
    this.#mailbox = new MemoryMailbox(cell.actor.mailbox.capacity);
  }

  /** How many are queued. */
  get size(): number {
    return this.#mailbox.size + (this.#stash?.size ?? 0);
  }

  /** How many are set aside. */
  get stashed(): number {
    return this.#stash?.aside ?? 0;
  }

  /** Whether something came back from the stash and has not been taken yet. */
  get hasReturned(): boolean {
    return this.#stash !== undefined && this.#stash.size > 0;
  }

  /** Where the next message is, if there is one. */
  get front(): Front {
    return this.hasReturned ? (this.#stash as Stash) : this.#mailbox;
  }

  oldestAt(): number | undefined {
    return this.size === 0 ? undefined : this.front.at;
  }

  /** What is queued, in the order in which it will be taken. */
  *queued(): Generator<Readonly<Slot>> {
    if (this.#stash !== undefined) yield* this.#stash.slots();
    yield* this.#mailbox.slots();
  }

  offer(message: object, cause: Cause, id: MessageId, at: number): Offer {
    const isFull = this.#stash !== undefined && this.size >= this.#mailbox.capacity;
    return isFull ? 'full' : this.#mailbox.offer(message, cause, id, at);
  }

  /**
   * Puts a message in the place of those accepted longest ago, which become dead letters: of more than one where the stash has come
   * back on top of a full mailbox. In that order: whoever hears of a dead letter may send to this mailbox, and must find it full.
   */
  replaceOldest(message: object, cause: Cause, id: MessageId, at: number): void {
    const error = new MailboxFullError(String(this.cell.address), this.#mailbox.capacity);
    const dropped: Slot[] = [];
    do dropped.push(take(this.#oldest));
    while (this.offer(message, cause, id, at) === 'full');
    for (const slot of dropped) this.#bury(slot, 'mailbox-full', [error]);
  }

  /** Sets a message aside that was running, or answers false because too many are. */
  setAside({ message, cause, id, at }: Slot): boolean {
    if (this.stashed >= this.#mailbox.capacity) return false;
    this.#stash ??= new Stash();
    this.#stash.push({ message, cause, id, at });
    return true;
  }

  /** Puts what is set aside back in front of the queue. */
  unstash(): void {
    const count = this.#stash?.unstash() ?? 0;
    const { counters } = this.cell.actor;
    counters.stashed -= count;
    counters.queued += count;
  }

  /** What waits will not be handled: all of it becomes dead letters. */
  bury(reason: DeadLetterReason, errors: readonly unknown[]): void {
    this.unstash();
    while (this.size > 0) this.#bury(take(this.front), reason, errors);
  }

  /** What was set aside will not come back. */
  buryStashed(reason: DeadLetterReason): void {
    for (const slot of this.#stash?.empty() ?? []) {
      this.cell.actor.counters.stashed -= 1;
      this.cell.deadLetter(slot, reason, [
        new ShutdownError('it was still set aside when its instance ended'),
      ]);
    }
  }

  get #oldest(): Front {
    const mailbox = this.#mailbox;
    const isStashNewer = this.hasReturned && mailbox.size > 0 && (this.#stash as Stash).at > mailbox.at;
    return isStashNewer ? mailbox : this.front;
  }

  #bury(slot: Slot, reason: DeadLetterReason, errors: readonly unknown[]): void {
    this.cell.actor.counters.queued -= 1;
    this.cell.deadLetter(slot, reason, errors);
  }
}

function take(front: Front): Slot {
  const { message, cause, id, at } = front;
  front.shift();
  return { message, cause, id, at };
}
