import type { Insertion } from './insertion.js';

/** What becomes of a change to a file that somebody else has written. */
export type Outcome =
  | { readonly kind: 'insert'; readonly insertions: readonly Insertion[] }
  /** It is there already, in some file. */
  | { readonly kind: 'present'; readonly path: string }
  /** Nothing was found that could be changed safely: its author has to do it. */
  | { readonly kind: 'no-place'; readonly why: string };

export function noPlace(why: string): Outcome {
  return { kind: 'no-place', why };
}
