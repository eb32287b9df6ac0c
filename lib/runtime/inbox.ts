import type { ActorCell } from './actor-cell.js';
import { type Cause, NO_CAUSE } from './cause.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Mailbox, Offer, Slot } from './mailbox.js';
import { MailboxFullError, ShutdownError } from './errors.js';
import { MemoryMailbox } from './memory-mailbox.js';
import type { MessageId } from './message-id.js';
import { Stash } from './stash.js';

const NOTHING: object = Object.freeze({});

/** A slot with nothing in it, to take something into. */
export function emptySlot(): Slot {
  return { message: NOTHING, cause: NO_CAUSE, id: 0, at: 0 };
}

/** Everything that waits for one instance: its mailbox, what came back from the stash and goes first, and what is set aside. */
export class Inbox {
  readonly #mailbox: Mailbox;
  #stash: Stash | undefined;

  constructor(private readonly cell: ActorCell) {
    this.#mailbox = new MemoryMailbox(cell.actor.mailbox.capacity);
  }

  /** How many are queued. */
  get size(): number {
    return this.#mailbox.size + (this.#stash?.returned ?? 0);
  }

  /** How many are set aside. */
  get stashed(): number {
    return this.#stash?.size ?? 0;
  }

  /** Whether something came back from the stash and has not been taken yet. */
  get hasReturned(): boolean {
    return this.#stash !== undefined && this.#stash.returned > 0;
  }

  oldestAt(): number | undefined {
    return this.#stash?.oldestAt() ?? this.#mailbox.oldestAt();
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

  /** Moves what comes next into `into`; answers false when nothing is queued. */
  take(into: Slot): boolean {
    return this.#stash?.take(into) === true || this.#mailbox.take(into);
  }

  /** Makes room: the queued message accepted longest ago becomes a dead letter. */
  dropOldest(): void {
    const oldest = emptySlot();
    const isStashNewer = (this.#stash?.oldestAt() ?? 0) > (this.#mailbox.oldestAt() ?? Infinity);
    if (isStashNewer) this.#mailbox.take(oldest);
    else this.take(oldest);
    const { address } = this.cell;
    this.#bury(oldest, 'mailbox-full', [new MailboxFullError(String(address), this.#mailbox.capacity)]);
  }

  /** Sets a message aside that was running, or answers false because too many are. */
  setAside(slot: Readonly<Slot>): boolean {
    if (this.stashed >= this.#mailbox.capacity) return false;
    this.#stash ??= new Stash();
    this.#stash.push(slot);
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
    const slot = emptySlot();
    while (this.take(slot)) this.#bury(slot, reason, errors);
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

  #bury(slot: Readonly<Slot>, reason: DeadLetterReason, errors: readonly unknown[]): void {
    this.cell.actor.counters.queued -= 1;
    this.cell.deadLetter(slot, reason, errors);
  }
}
