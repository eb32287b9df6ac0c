import type { Actor } from './actor.js';
import type { Counters } from './counters.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Histogram, Percentiles } from './histogram.js';
import type { Tally } from './tally.js';

/** Counts of messages; see {@link Counters} for how they add up. */
export interface MessageCounts extends Readonly<Omit<Counters, 'add'>> {}

/** How the messages of one type ended at one actor. */
export interface MessageTally extends Readonly<Tally> {}

/** A handler that is busy now. */
export interface Business {
  readonly address: string;
  readonly handler: string;
  /** Whether it has been pending for longer than `stuckAfterMs`. */
  readonly isStuck: boolean;
}

/** One actor, as it stands. */
export interface ActorSnapshot extends MessageCounts {
  readonly name: string;
  /** By message type. */
  readonly messages: Readonly<Record<string, MessageTally>>;
  readonly instances: number;
  /** Of one mailbox. */
  readonly capacity: number;
  /** How long the oldest queued message has waited. */
  readonly oldestMs: number;
  /** From acceptance to the handler. Measured once a millisecond at most. */
  readonly waitMs: Percentiles;
  /** From the handler's start to its settling. Measured once a millisecond at most. */
  readonly handleMs: Percentiles;
  /** Whether supervision has stopped it for good. */
  readonly isStopped: boolean;
  /** What its instances are busy with. */
  readonly busy: readonly Business[];
}

/**
 * `up`: messages are handled. `degraded`: some wait behind a handler that is stuck. `down`: the runtime does not run, or
 * supervision has stopped an actor for good.
 */
export type Health = 'up' | 'degraded' | 'down';

/** A runtime, as it stands. Taking a snapshot costs time by the number of live instances. */
export interface Snapshot {
  readonly health: Health;
  /** All actors together, and what found none. */
  readonly totals: MessageCounts & { readonly unheard: number };
  /** How many dead letters there have been, by their reason, whatever became of them. */
  readonly deadLetters: Readonly<Partial<Record<DeadLetterReason, number>>>;
  /** By the actor's name. */
  readonly actors: Readonly<Record<string, ActorSnapshot>>;
}

/** How long the messages of one actor waited, and how long their handlers took: measured once a millisecond at most. */
export interface ActorMeasures {
  readonly actor: string;
  readonly waits: Histogram;
  readonly durations: Histogram;
}

export function snapshotOf(actor: Actor, now: number): ActorSnapshot {
  const { definition, counters, handlers, instances, mailbox, waits, durations, isStopped } = actor;
  const busy: Business[] = [];
  const messages: Record<string, MessageTally> = {};
  for (const { type, tally } of handlers.values()) messages[type] = copyOf(tally);
  let oldestAt = now;
  for (const cell of actor.cells) {
    oldestAt = Math.min(oldestAt, cell.inbox.oldestAt() ?? now);
    if (cell.isBusy)
      busy.push({ address: String(cell.address), handler: cell.business, isStuck: cell.isStuck });
  }
  return {
    ...countsOf(counters),
    name: definition.name,
    messages,
    instances,
    capacity: mailbox.capacity,
    oldestMs: now - oldestAt,
    waitMs: waits.percentiles(),
    handleMs: durations.percentiles(),
    isStopped,
    busy,
  };
}

function copyOf({ handled, dead, refused, duplicate }: Tally): MessageTally {
  return { handled, dead, refused, duplicate };
}

export function healthOf(actors: readonly ActorSnapshot[], isRunning: boolean): Health {
  if (!isRunning || actors.some(({ isStopped }) => isStopped)) return 'down';
  return actors.some(({ busy }) => busy.some(({ isStuck }) => isStuck)) ? 'degraded' : 'up';
}

export function countsOf({ told, ...counts }: Counters): MessageCounts {
  return { told, ...counts };
}
