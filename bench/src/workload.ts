import type { Stage } from './contestant.js';
import type { Tally } from './tally.js';

/** Plays a workload once; resolves with the account when the last message has been handled. */
export type Play = (size: number) => Promise<Tally>;

/** A workload, set up and ready to be played as often as one likes. */
export interface Scene {
  readonly play: Play;
  /** Whether a message may be handled while the promise of the one before is pending. */
  readonly mayOverlap?: boolean;
  /** Throws unless the system's own account agrees that everything that was told was handled. */
  verify?(): void;
  close?(): Promise<void>;
}

/**
 * A workload after the Savina actor suite, told in behaviours for any stage. `mailbox/` tells it again in `@Actor` classes of a Nest
 * application, with the same messages and the same work for each.
 */
export interface Workload {
  readonly name: string;
  /** What happens, for the reader of the table. */
  readonly what: string;
  /** How often: messages, round trips, hops …; slow contestants play a tenth or a hundredth of it. */
  readonly size: number;
  /** Played once only in a process, because what it creates stays. */
  readonly once?: boolean;
  onStage(stage: Stage): Promise<Scene>;
}
