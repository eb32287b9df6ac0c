import type { Clock, ClockTimer } from './clock.js';
import type { Handler } from './handler.js';
import type { Origin } from './origin.js';

/** A timer's message, on its way to the instance that set it. */
export interface Tick {
  readonly handler: Handler;
  readonly message: object;
  readonly origin: Origin;
}

interface Timer extends Tick {
  readonly intervalMs: number | undefined;
  armed: ClockTimer | undefined;
}

/**
 * The named timers of one instance. A tick waits here, not in the mailbox, so that it is never refused, can be taken back, and
 * ends with the instance.
 */
export class Timers {
  readonly #timers = new Map<string, Timer>();
  readonly #due = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly onDue: () => void,
  ) {}

  /** Whether no timer is set and no tick waits. */
  get isEmpty(): boolean {
    return this.#timers.size === 0;
  }

  get hasDue(): boolean {
    return this.#due.size > 0;
  }

  once(name: string, delayMs: number, tick: Tick): void {
    this.#set(name, delayMs, { ...tick, intervalMs: undefined, armed: undefined });
  }

  every(name: string, intervalMs: number, tick: Tick): void {
    this.#set(name, intervalMs, { ...tick, intervalMs, armed: undefined });
  }

  cancel(name: string): void {
    this.#timers.get(name)?.armed?.cancel();
    this.#timers.delete(name);
    this.#due.delete(name);
  }

  cancelAll(): void {
    for (const name of this.#timers.keys()) this.cancel(name);
  }

  /** Takes the tick that has waited longest. */
  take(): Tick | undefined {
    for (const name of this.#due) {
      const timer = this.#timers.get(name) as Timer;
      this.#due.delete(name);
      if (timer.intervalMs === undefined) this.#timers.delete(name);
      return timer;
    }
    return undefined;
  }

  #set(name: string, delayMs: number, timer: Timer): void {
    this.cancel(name);
    this.#timers.set(name, timer);
    this.#arm(name, delayMs, timer);
  }

  #arm(name: string, delayMs: number, timer: Timer): void {
    timer.armed = this.clock.setTimer(
      () => {
        if (timer.intervalMs !== undefined) this.#arm(name, timer.intervalMs, timer);
        this.#due.add(name); // a tick that still waits is not joined by a second one
        this.onDue();
      },
      delayMs,
      'work',
    );
  }
}
