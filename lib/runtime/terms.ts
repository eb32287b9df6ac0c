import type { Settled } from './settlement.js';

/** What few messages have beside their class, so that most need not keep it. */
export interface Terms {
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Milliseconds since the epoch; undefined: it stays worth handling. */
  readonly expiresAt: number | undefined;
  /** How often the message came back from the dead letters. */
  readonly redriven: number;
  /** The first is 1. */
  readonly attempt: number;
  /** Told once how the message ended: the place where a durable engine stands. */
  readonly settled: Settled | undefined;
}

export const NO_TERMS: Terms = Object.freeze({
  headers: undefined,
  expiresAt: undefined,
  redriven: 0,
  attempt: 1,
  settled: undefined,
});
