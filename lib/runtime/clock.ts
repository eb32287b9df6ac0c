/** A timer that a {@link Clock} has set. */
export interface ClockTimer {
  cancel(): void;
}

/**
 * The time of a runtime: wall-clock milliseconds and one-shot timers.
 *
 * A runtime reads the time from nowhere else, so a test that brings its own clock moves retries, timers, time limits and
 * expiry by hand.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once, `delayMs` from now. Must not keep the process alive by itself. */
  setTimer(callback: () => void, delayMs: number): ClockTimer;
}

/** The longest delay that Node's own timers take; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The clock of the machine. It looks `Date` and `setTimeout` up at each call, so that a test runner's fake timers drive it.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, Math.min(delayMs, LONGEST_TIMER_MS));
    timer.unref?.();
    return { cancel: () => clearTimeout(timer) };
  },
};
