import { EventSource } from 'eventsource';

/** One event as an EventSource client sees it. */
export interface Heard {
  readonly type: string;
  /** The last event id. */
  readonly id: string;
  /** What is in it, as JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A real EventSource that keeps what it hears, in order, until somebody asks for it. */
export class Listener {
  readonly source: EventSource;
  readonly #heard: Heard[] = [];
  #wake: () => void = () => {};

  /** @param types What it listens for, besides `reset`. @param lastEventId What it says it has seen. */
  constructor(url: string, types: readonly string[], lastEventId?: string) {
    this.source = new EventSource(url, {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...(lastEventId !== undefined && { 'last-event-id': lastEventId }), ...init.headers },
        }),
    });
    for (const type of [...types, 'reset']) {
      this.source.addEventListener(type, ({ lastEventId: id, data }) => {
        this.#heard.push({ type, id, data: JSON.parse(String(data)) as Heard['data'] });
        this.#wake();
      });
    }
  }

  /** Resolves when the stream is open; rejects with the status when it is refused. */
  opened(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.source.addEventListener('open', () => resolve(this));
      this.source.addEventListener('error', ({ code }) => {
        if (this.source.readyState === EventSource.CLOSED) reject(new Error(`answered ${code}`));
      });
    });
  }

  /** The next events, so many of them. */
  async next(count: number): Promise<readonly Heard[]> {
    while (this.#heard.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#heard.splice(0, count);
  }

  /** Resolves when the connection has been lost. */
  lost(): Promise<void> {
    return new Promise((resolve) => this.source.addEventListener('error', () => resolve()));
  }

  close(): void {
    this.source.close();
  }
}

/** Opens an EventSource, and waits until it is. */
export function listen(
  url: string,
  types: readonly string[] = ['OrderConfirmed', 'orders.failed', 'ShopClosed'],
  lastEventId?: string,
): Promise<Listener> {
  return new Listener(url, types, lastEventId).opened();
}
