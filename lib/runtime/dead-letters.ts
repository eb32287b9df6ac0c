import { type Observable, Subject } from 'rxjs';
import { Address } from './address.js';
import { InvalidOptionsError } from './errors.js';
import { canRedrive, type DeadLetter, type DeadLetterReason } from './dead-letter.js';
import { setImmediate } from './event-loop.js';
import { GuardedStream } from './guarded-stream.js';
import type { MailboxLogger } from './logger.js';

/** Which dead letters are meant; what is left out matches any. */
export interface DeadLetterFilter {
  readonly id?: string;
  readonly reason?: DeadLetterReason;
  /** The message type. */
  readonly type?: string;
  /** The name of the actor. */
  readonly actor?: string;
  readonly key?: string;
  readonly correlationId?: string;
}

/**
 * The dead letters of this process: the latest of them, up to the capacity.
 *
 * @example
 * ```ts
 * const failed = runtime.deadLetters.list({ reason: 'handler-failed' });
 * runtime.deadLetters.redrive({ actor: 'payment' });
 * ```
 */
export interface DeadLetters {
  readonly capacity: number;
  readonly size: number;
  /** How many were pushed out by later ones. */
  readonly evicted: number;
  /** Every dead letter as it is added; one that somebody has caused who heard of another, in the next turn of the event loop. */
  readonly stream: Observable<DeadLetter>;
  /** The oldest first. */
  list(filter?: DeadLetterFilter): readonly DeadLetter[];
  /**
   * Sends messages again, each under its own id, to the tail of the same actor's queue. By filter it leaves alone what a second try
   * cannot mend; `returned-value` and `stale-context` only go by id. A letter stays when its mailbox is full.
   *
   * @returns How many were sent.
   */
  redrive(what: string | DeadLetterFilter): number;
  /** @returns How many were thrown away. */
  discard(what: string | DeadLetterFilter): number;
}

/** Sends one letter's message again, and answers whether there was room for it. */
type Redrive = (letter: DeadLetter) => boolean;

/** The dead letters, and the door through which the runtime adds to them. */
export class DeadLetterOffice implements DeadLetters {
  readonly #letters = new Set<DeadLetter>(); // keeps the order of arrival, and forgets one in constant time
  readonly #subject = new Subject<DeadLetter>();
  readonly stream: Observable<DeadLetter>;
  /** How many there have been, whatever became of them. */
  readonly counts: Partial<Record<DeadLetterReason, number>> = {};
  #evicted = 0;
  #isTelling = false;
  readonly #untold: (() => void)[] = [];

  constructor(
    readonly capacity: number,
    logger: MailboxLogger,
    private readonly redriveOne: Redrive,
  ) {
    this.stream = new GuardedStream(this.#subject, 'runtime.deadLetters.stream', logger);
  }

  get size(): number {
    return this.#letters.size;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** @param tellOthers Tells everybody else who hears of dead letters. */
  add(letter: DeadLetter, tellOthers: () => void): void {
    if (this.#letters.size === this.capacity) {
      const [oldest] = this.#letters;
      this.#letters.delete(oldest as DeadLetter);
      this.#evicted += 1;
    }
    this.#letters.add(letter);
    this.counts[letter.reason] = (this.counts[letter.reason] ?? 0) + 1;
    const tell = (): void => {
      this.#subject.next(letter);
      tellOthers();
    };
    if (this.#isTelling) this.#tellLater(tell);
    else this.#tell(tell);
  }

  list(filter: DeadLetterFilter = {}): readonly DeadLetter[] {
    checkFilter(filter);
    return [...this.#letters].filter((letter) => matches(letter, filter));
  }

  redrive(what: string | DeadLetterFilter): number {
    const by = typeof what === 'string' ? 'id' : 'filter';
    let sent = 0;
    for (const letter of this.list(asFilter(what))) {
      if (!canRedrive(letter, by) || !this.redriveOne(letter)) continue;
      this.#letters.delete(letter);
      sent += 1;
    }
    return sent;
  }

  discard(what: string | DeadLetterFilter): number {
    const letters = this.list(asFilter(what));
    for (const letter of letters) this.#letters.delete(letter);
    return letters.length;
  }

  complete(): void {
    this.#tellUntold();
    this.#subject.complete();
  }

  #tell(tell: () => void): void {
    this.#isTelling = true;
    try {
      tell();
    } finally {
      this.#isTelling = false;
    }
  }

  /**
   * A letter that a subscriber has caused, an alarm that finds a mailbox full: told at once, it would cause the next one, and so on
   * for ever. In another turn of the event loop that mailbox has been worked on.
   */
  #tellLater(tell: () => void): void {
    this.#untold.push(tell);
    if (this.#untold.length > 1) return;
    setImmediate(() => this.#tellUntold());
  }

  /** What is caused meanwhile waits for the turn after this one. */
  #tellUntold(): void {
    for (const tell of this.#untold.splice(0)) this.#tell(tell);
  }
}

function asFilter(what: string | DeadLetterFilter): DeadLetterFilter {
  if (typeof what === 'string') return { id: what };
  checkFilter(what); // `list` takes nothing at all for everything; what changes letters does not
  return what;
}

const FILTERS = ['id', 'reason', 'type', 'actor', 'key', 'correlationId'];

/** A filter that was meant to be narrow and is not must not hit every letter. */
function checkFilter(filter: unknown): void {
  if (typeof filter !== 'object' || filter === null) {
    throw new InvalidOptionsError('filter', 'must be an id or an object; {} means every dead letter');
  }
  for (const [name, value] of Object.entries(filter)) {
    const path = `filter.${name}`;
    if (!FILTERS.includes(name))
      throw new InvalidOptionsError(path, `is unknown; known here: ${FILTERS.join(', ')}`);
    if (typeof value !== 'string')
      throw new InvalidOptionsError(path, 'must be text; leave it out to match any');
  }
}

function matches({ id, reason, envelope }: DeadLetter, filter: DeadLetterFilter): boolean {
  return (
    (filter.id === undefined || filter.id === id) &&
    (filter.reason === undefined || filter.reason === reason) &&
    (filter.type === undefined || filter.type === envelope.type) &&
    (filter.actor === undefined || filter.actor === Address.actorOf(envelope.to)) &&
    (filter.key === undefined || filter.key === envelope.key) &&
    (filter.correlationId === undefined || filter.correlationId === envelope.correlationId)
  );
}
