import { type ClockTimer, InvalidOptionsError } from '../runtime/index.js';
import type { DrivenClock } from './driven-clock.js';
import { type QueuedTimer, TimerQueue } from './timer-queue.js';

/**
 * A clock that stands still until it is moved by hand. `kit.advance(ms)` moves the one of a kit and lets actors react in between;
 * alone, it serves whatever takes a `Clock`, such as a runtime without Nest or a fake gateway that answers late.
 *
 * @example
 * ```ts
 * const clock = new ManualClock();
 * const rings: number[] = [];
 * clock.setTimer(() => rings.push(clock.now()), 500);
 * clock.advance(1_000);
 * expect(rings).toEqual([500]);
 * ```
 */
export class ManualClock implements DrivenClock {
  readonly #timers = new TimerQueue();
  #now: number;

  /** @param startMs The first `now()`, in milliseconds since the Unix epoch. Default: 0, so that times in failures read as durations. */
  constructor(startMs = 0) {
    this.#now = startMs;
  }

  /** How many timers are set and have not fired. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, delayMs: number): ClockTimer {
    const timer: QueuedTimer = { at: this.#now + Math.max(0, delayMs), fire: callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.remove(timer) };
  }

  /**
   * Moves the clock, and fires what falls due on the way, each at its own time. Synchronous: what a callback starts that takes
   * more than its call goes on afterwards.
   *
   * @throws InvalidOptionsError when `ms` is no number of milliseconds, 0 or more.
   */
  advance(ms: number): void {
    const until = this.timeAfter(ms);
    while (this.fireNext(until));
    this.#now = until;
  }

  /** Fires the timer that falls due first, if it does so by `until`, and stands at its time then. */
  fireNext(until = this.#now): boolean {
    const next = this.#timers.first;
    if (next === undefined || next.at > until) return false;
    this.#timers.remove(next);
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }

  /**
   * The time at which this clock stands after it has been moved by `ms`.
   *
   * @throws InvalidOptionsError when `ms` is no number of milliseconds, 0 or more.
   */
  timeAfter(ms: number): number {
    if (!(Number.isFinite(ms) && ms >= 0)) {
      throw new InvalidOptionsError('advance', `takes milliseconds, 0 or more; got ${ms}`);
    }
    return this.#now + ms;
  }
}
