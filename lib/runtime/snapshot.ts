import type { Actor } from './actor.js';
import type { DeadLetterReason } from './dead-letter.js';
import type { Histogram, Percentiles } from './histogram.js';
import type { Tally } from './tally.js';

/**
 * What happened to messages, in whole numbers. At every moment told = accepted + refused + duplicate, and accepted = handled + dead +
 * queued + running + stashed.
 */
export interface MessageCounts {
  readonly told: number;
  readonly accepted: number;
  readonly refused: number;
  readonly duplicate: number;
  readonly handled: number;
  /** Accepted messages that became dead letters. */
  readonly dead: number;
  readonly queued: number;
  /** In a handler, or between two attempts. */
  readonly running: number;
  readonly stashed: number;
  /** Attempts that failed. */
  readonly failed: number;
}

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
  const { definition, handlers, instances, mailbox, waits, durations, isStopped } = actor;
  const busy: Business[] = [];
  const messages: Record<string, MessageTally> = {};
  for (const { type, tally } of handlers.values()) messages[type] = copyOf(tally);
  let oldestAt = now;
  let queued = actor.displaced;
  for (const cell of actor.cells) {
    queued += cell.inbox.size;
    oldestAt = Math.min(oldestAt, cell.inbox.oldestAt() ?? now);
    if (cell.isBusy)
      busy.push({ address: String(cell.address), handler: cell.business, isStuck: cell.isStuck });
  }
  return {
    ...countsOf(actor, queued),
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

/** Whatever has been accepted, has not ended, and waits nowhere is running. */
function countsOf(actor: Actor, queued: number): MessageCounts {
  const { accepted, refused, duplicate, dead, stashed, failed } = actor.counters;
  const { handled, unfinished } = actor;
  const told = accepted + refused + duplicate;
  const running = unfinished - queued;
  return { told, accepted, refused, duplicate, handled, dead, queued, running, stashed, failed };
}

/** All actors together, and what was refused because it found none. */
export function totalsOf(actors: readonly MessageCounts[], refused: number): MessageCounts {
  const sum = (count: keyof MessageCounts): number => actors.reduce((total, one) => total + one[count], 0);
  return {
    told: sum('told') + refused,
    accepted: sum('accepted'),
    refused: sum('refused') + refused,
    duplicate: sum('duplicate'),
    handled: sum('handled'),
    dead: sum('dead'),
    queued: sum('queued'),
    running: sum('running'),
    stashed: sum('stashed'),
    failed: sum('failed'),
  };
}
