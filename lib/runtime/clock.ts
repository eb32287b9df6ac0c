/** A timer that a {@link Clock} has set. */
export interface ClockTimer {
  cancel(): void;
}

export type TimerPurpose = 'work' | 'upkeep';

/**
 * The time of a runtime: wall-clock milliseconds and one-shot timers.
 *
 * A runtime reads the time from nowhere else, so a test that brings its own clock moves retries, timers, time limits and
 * expiry by hand.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Calls `callback` once, `delayMs` from now.
   *
   * @param purpose `work`: somebody's message waits for it, so the process must stay alive for it. `upkeep`: it must not.
   */
  setTimer(callback: () => void, delayMs: number, purpose: TimerPurpose): ClockTimer;
}

/** The longest delay that Node's own timers take; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The clock of the machine. It looks `Date` and `setTimeout` up at each call, so that a test runner's fake timers drive it.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs, purpose) {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number): void => {
      const onTime = leftMs > LONGEST_TIMER_MS ? () => arm(leftMs - LONGEST_TIMER_MS) : callback;
      timer = setTimeout(onTime, Math.min(leftMs, LONGEST_TIMER_MS));
      if (purpose === 'upkeep') timer.unref?.(); // a browser's number, or a fake timer's, has none
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
