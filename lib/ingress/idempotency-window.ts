import { createHash } from 'node:crypto';
import type { Clock } from '../runtime/clock.js';
import type { Arrival } from './arrival.js';

/** What is told about a message that was accepted. */
export interface Accepted {
  readonly id: string;
  readonly type: string;
  readonly correlationId: string;
}

interface Remembered {
  readonly outcome: Promise<Accepted>;
  readonly fingerprint: string;
  readonly until: number;
}

/** What the window knows of a message: nothing, what becomes of it, or that its id was another message's. */
export type Recollection = Promise<Accepted> | 'new' | 'mismatch';

/**
 * The messages that were accepted lately, by sender, source and id, so that a client that did not hear the answer may send again. In memory:
 * it knows of this process, the latest `size` messages, and the last `windowMs`.
 */
export class IdempotencyWindow {
  readonly #remembered = new Map<string, Remembered>(); // keeps the order of arrival, so the first is the oldest

  constructor(
    private readonly size: number,
    private readonly windowMs: number,
    private readonly clock: Clock,
  ) {}

  recall(arrival: Arrival): Recollection {
    if (arrival.id === undefined) return 'new';
    const name = nameOf(arrival);
    const remembered = this.#remembered.get(name);
    if (remembered === undefined || remembered.until <= this.clock.now()) return 'new';
    return remembered.fingerprint === fingerprintOf(arrival) ? remembered.outcome : 'mismatch';
  }

  /**
   * Looks at a message as it came, and gives what remembers it. Call that in the step in which the message is delivered: whoever sends it
   * again in the meantime shares its outcome. What is refused is forgotten. Ids that the runtime gave are known to nobody yet, and so
   * cannot come again.
   */
  note(arrival: Arrival): (outcome: Promise<Accepted>) => void {
    if (arrival.id === undefined) return () => {};
    const name = nameOf(arrival);
    const fingerprint = fingerprintOf(arrival); // once it is delivered a handler may change its data
    return (outcome) => {
      const until = this.clock.now() + this.windowMs;
      this.#remembered.delete(name);
      this.#remembered.set(name, { outcome, fingerprint, until });
      this.#forget();
      outcome.catch(() => {
        if (this.#remembered.get(name)?.outcome === outcome) this.#remembered.delete(name);
      });
    };
  }

  /** Forgets what is too old or too much. */
  #forget(): void {
    const now = this.clock.now();
    for (const [name, { until }] of this.#remembered) {
      if (this.#remembered.size <= this.size && until > now) return;
      this.#remembered.delete(name);
    }
  }
}

/** One message of one source of one sender, in 44 characters however long its id is. */
export function nameOf({ sender = '', source, id }: Arrival): string {
  return hash([sender, source, id]);
}

/** Two sendings of one message say the same; times and traces may differ. */
export function fingerprintOf({ type, subject, data }: Arrival): string {
  return hash([type, subject, data]);
}

function hash(value: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64');
}
