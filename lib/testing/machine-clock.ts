import { type ClockTimer, systemClock } from '../runtime/index.js';
import type { DrivenClock } from './driven-clock.js';
import { type QueuedTimer, TimerQueue } from './timer-queue.js';

/**
 * The machine's own clock, or a test runner's fake timers in its place, with a list of what is set: so it can be told whether a
 * timer is due that has not had its turn.
 */
export class MachineClock implements DrivenClock {
  readonly #timers = new TimerQueue();

  now(): number {
    return systemClock.now();
  }

  setTimer(callback: () => void, delayMs: number): ClockTimer {
    const timer: QueuedTimer = {
      at: this.now() + Math.max(0, delayMs),
      fire: () => {
        cancel();
        callback();
      },
    };
    const machineTimer = systemClock.setTimer(timer.fire, delayMs, 'upkeep');
    const cancel = (): void => {
      machineTimer.cancel();
      this.#timers.remove(timer);
    };
    this.#timers.add(timer);
    return { cancel };
  }

  fireNext(until = this.now()): boolean {
    const next = this.#timers.first;
    if (next === undefined || next.at > until) return false;
    next.fire();
    return true;
  }
}
