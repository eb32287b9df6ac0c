import type { ToldEvent } from './told-event.js';

/** Where a client goes on, and whether all that it has missed is still there. */
export interface Resumption {
  readonly position: number;
  readonly isComplete: boolean;
}

/** How much is kept. */
export interface WindowSize {
  /** So many of the latest events. @default 1_000 */
  readonly events: number;
  /** So many bytes of them, as they are written. @default 1_048_576 */
  readonly bytes: number;
}

/**
 * The latest events, for clients that come back and for those that are slow: all of them read from here, each at its own position, so
 * that what waits for a thousand clients is kept once.
 */
export class EventWindow {
  readonly #events = new Map<number, ToldEvent>();
  #bytes = 0;
  #first = 1;

  /** @param name Of this window, in every id: another process has another. */
  constructor(
    private readonly size: WindowSize,
    private readonly name: string,
  ) {}

  /** The position of the oldest event. */
  get first(): number {
    return this.#first;
  }

  /** The position that the next event will have. */
  get next(): number {
    return this.#first + this.#events.size;
  }

  /** Whether there is more than should be kept. */
  get overflows(): boolean {
    return this.#events.size > 1 && (this.#events.size > this.size.events || this.#bytes > this.size.bytes);
  }

  find(position: number): ToldEvent | undefined {
    return this.#events.get(position);
  }

  add(event: ToldEvent): void {
    this.#bytes += event.frame.length;
    this.#events.set(this.next, event);
  }

  dropFirst(): void {
    this.#bytes -= this.#events.get(this.#first)?.frame.length ?? 0;
    this.#events.delete(this.#first);
    this.#first += 1;
  }

  /** What a client says to come back to what follows. */
  idOf(position: number): string {
    return `${this.name}-${position}`;
  }

  /** @param id The last that the client has seen; undefined: it is new, and gets what happens from now on. */
  resume(id: string | undefined): Resumption {
    if (id === undefined) return { position: this.next, isComplete: true };
    const [, name, digits] = /^(\w+)-(\d{1,15})$/.exec(id) ?? [];
    const position = Number(digits) + 1;
    const isKept = name === this.name && position >= this.first && position <= this.next;
    return isKept ? { position, isComplete: true } : { position: this.first, isComplete: false };
  }
}
