import { chanceOf } from './chance.js';

/** Everything that promises go on with, until only the clock or the world outside could. */
export const UNTIL_QUIET = Infinity;

/** One decision: who has the next turn, and how far others get before the one after it. */
export interface Turn {
  /** Which of those that wait, counted from 0: the one that has waited longest. */
  readonly index: number;
  /**
   * How many steps the promises that handlers wait for get afterwards, before the next turn: 0 leaves an `await` of this turn where
   * it is and lets another actor go first; {@link UNTIL_QUIET} lets each promise settle that can.
   */
  readonly pause: number;
}

/**
 * Decides which of the actors that have something to do has the next turn: one message each. Messages of one mailbox stay in their
 * order, whoever decides.
 */
export interface TestScheduler {
  /** @param waiting The addresses of those that wait, at least one; who has waited longest is the first. */
  next(waiting: readonly string[]): Turn | Promise<Turn>;
}

/** Who has waited longest has the next turn, as in an application. The default. */
export const fifo: TestScheduler = { next: () => ({ index: 0, pause: 0 }) };

/** The most steps that promises get between two turns, where a random scheduler does not let them all settle. */
const MOST_STEPS = 4;

/**
 * Lets actors take turns in an order that is random, and the same for the same seed.
 *
 * @example
 * ```ts
 * const kit = await MailboxTestKit.create({ imports: [OrdersModule], scheduler: randomScheduler(42) });
 * ```
 */
export function randomScheduler(seed: number): TestScheduler {
  return { next: randomTurns(seed) };
}

/** The turns of a {@link randomScheduler}. */
export function randomTurns(seed: number): (waiting: readonly string[]) => Turn {
  const chance = chanceOf(seed, 'turns');
  return (waiting) => ({
    index: Math.floor(chance() * waiting.length),
    pause: chance() < 0.5 ? UNTIL_QUIET : Math.floor(chance() * MOST_STEPS),
  });
}

/** What is needed of the scheduler that `fc.scheduler()` generates. */
export interface FastCheckScheduler {
  schedule<T>(task: Promise<T>, label?: string): Promise<T>;
  waitOne(): Promise<void>;
}

/**
 * Lets a scheduler of fast-check decide: so it is part of a counterexample, and shrinks with it.
 *
 * @example
 * ```ts
 * await fc.assert(
 *   fc.asyncProperty(fc.scheduler(), async (s) => {
 *     const kit = await MailboxTestKit.create({ imports: [OrdersModule], scheduler: fromFastCheck(s) });
 *     // ...
 *   }),
 * );
 * ```
 */
export function fromFastCheck(scheduler: FastCheckScheduler): TestScheduler {
  const scheduled = new Set<string>();
  let chosen: string | undefined;
  const enter = async (address: string): Promise<void> => {
    scheduled.add(address);
    await scheduler.schedule(Promise.resolve(), address);
    chosen = address;
  };
  return {
    async next(waiting) {
      for (const address of waiting) if (!scheduled.has(address)) void enter(address);
      for (;;) {
        chosen = undefined;
        await scheduler.waitOne();
        if (chosen === undefined) continue;
        scheduled.delete(chosen);
        const index = waiting.indexOf(chosen);
        if (index >= 0) return { index, pause: UNTIL_QUIET };
      }
    },
  };
}
