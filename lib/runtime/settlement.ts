import type { DeadLetterReason } from './dead-letter.js';

/** How an accepted message ended. */
export type Settlement =
  | { readonly kind: 'handled' }
  | { readonly kind: 'dead'; readonly reason: DeadLetterReason; readonly errors: readonly unknown[] };

/** Is called exactly once for an accepted message, when it was handled or became a dead letter. Must not throw. */
export type Settled = (settlement: Settlement) => void;

export const HANDLED: Settlement & { kind: 'handled' } = Object.freeze({ kind: 'handled' });
