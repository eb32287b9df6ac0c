import { describeError } from '../runtime/errors.js';
import type { Activity, Envelope } from '../runtime/index.js';

/**
 * How far a message has come. `waiting`: accepted, and not handled yet. `held`: a fault keeps it from arriving. `refused`: a `deliver` was told so. `unheard`: an event
 * that nobody subscribes to. `duplicate`: left out, as its id had come before.
 */
export type TracedOutcome = 'waiting' | 'held' | 'handled' | 'dead' | 'refused' | 'duplicate' | 'unheard';

/** One acceptance of a message, or one refusal, and what became of it. A message that is redriven is accepted again. */
export interface TracedMessage {
  readonly envelope: Envelope;
  /** Milliseconds since the epoch of the kit's clock. */
  readonly at: number;
  readonly outcome: TracedOutcome;
  /** What is worth a word: failed attempts, why it died, what was done to it. A message that was simply handled has none. */
  readonly notes: readonly string[];
  /** The message whose handler sent it, while the recorder knows that one. */
  readonly parent: TracedMessage | undefined;
}

/** A traced message while it is being written down. */
export class TracedMessageRecord implements TracedMessage {
  readonly notes: string[] = [];
  readonly children: TracedMessageRecord[] = [];
  outcome: TracedOutcome = 'waiting';

  constructor(
    readonly envelope: Envelope,
    readonly at: number,
    public parent: TracedMessageRecord | undefined,
  ) {
    parent?.children.push(this);
  }

  /** Writes down what has happened to it. */
  note({ type, reason, error, detail, envelope }: Activity): void {
    const why = error === undefined ? '' : `: ${describeError(error)}`;
    switch (type) {
      case 'accepted':
        this.outcome = 'waiting';
        return;
      case 'rehearsed':
        this.outcome = 'held'; // until it is accepted, at once or later
        this.notes.push(`rehearsed: ${detail}`);
        return;
      case 'retried': // the failure has been said
      case 'returned-value': // the dead letter says it
        return;
      case 'handled':
      case 'duplicate':
      case 'unheard':
        this.outcome = type;
        return;
      case 'failed':
        this.notes.push(`attempt ${envelope?.attempt ?? 1} failed${why}`);
        return;
      case 'refused':
        this.outcome = type;
        this.notes.push(`refused, ${reason}${why}`);
        return;
      case 'dead-lettered':
        if (this.outcome === 'refused') this.notes.pop(); // a refused `tell`: the dead letter says it all
        this.outcome = 'dead';
        this.notes.push(`dead letter ${reason}${this.notes.length === 0 ? why : ''}`);
        return;
      default:
        this.notes.push(detail === undefined ? `${type}${why}` : `${type}: ${detail}`);
    }
  }

  /** Forgets it: what it has caused begins a tree of its own. */
  forget(): void {
    for (const child of this.children) child.parent = undefined;
  }
}
