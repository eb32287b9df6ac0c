import type { Envelope } from './envelope.js';

/** Why a message was not handled. */
export type DeadLetterReason =
  | 'no-recipient'
  | 'unhandled'
  | 'invalid-message'
  | 'invalid-key'
  | 'mailbox-full'
  | 'handler-failed'
  | 'timed-out'
  | 'returned-value'
  | 'actor-stopped'
  | 'expired'
  | 'stale-context'
  | 'stash-overflow'
  | 'shutdown'
  | 'rehearsed';

/** A message, accepted or refused, that was not handled. */
export interface DeadLetter {
  /** The envelope's id. What `publish` sent to several actors has one id, and a letter for each that missed it. */
  readonly id: string;
  readonly reason: DeadLetterReason;
  readonly envelope: Envelope;
  /** Every attempt's error, or what says why the message was refused. */
  readonly errors: readonly unknown[];
  /** When it died: milliseconds since the epoch. */
  readonly at: number;
  /** How often it has been redriven before. */
  readonly redriven: number;
}

/** Which reasons a redrive can mend: `all` with the rest, `by-id` only when somebody asks for that very letter. */
const REDRIVE: Readonly<Record<DeadLetterReason, 'all' | 'by-id' | 'never'>> = {
  'no-recipient': 'all',
  unhandled: 'all',
  'invalid-message': 'never',
  'invalid-key': 'never',
  'mailbox-full': 'all',
  'handler-failed': 'all',
  'timed-out': 'all',
  'returned-value': 'by-id',
  'actor-stopped': 'all',
  expired: 'never',
  'stale-context': 'by-id',
  'stash-overflow': 'all',
  shutdown: 'never',
  rehearsed: 'never',
};

export function canRedrive(letter: DeadLetter, by: 'id' | 'filter'): boolean {
  const rule = REDRIVE[letter.reason];
  return rule === 'all' || (rule === 'by-id' && by === 'id');
}
