import type { CountTally, Increment } from '../workloads/count.js';
import type { Knock } from './knock.js';

/** Who is flooded, and a quiet one beside it. */
export interface Flooded {
  /** What the flooded one keeps its account in from now on. */
  account(tally: CountTally): void;
  tell(message: Increment | Knock): void;
  close(): unknown;
}
