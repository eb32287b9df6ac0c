import type { Clock, ClockTimer } from './clock.js';

/** Lines that a burst may write, and how long it then is silent. */
const BURST = 10;
const SILENCE_MS = 10_000;

/**
 * Lets the first lines of a burst through, hides the rest, and says afterwards how many it hid: a thousand dead letters a
 * second must not become a thousand lines.
 */
export class LogThrottle {
  #written = 0;
  #hidden = 0;
  #timer: ClockTimer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly sayHidden: (count: number) => void,
  ) {}

  write(line: () => void): void {
    this.#timer ??= this.clock.setTimer(() => this.flush(), SILENCE_MS, 'upkeep');
    if (this.#written === BURST) {
      this.#hidden += 1;
      return;
    }
    this.#written += 1;
    line();
  }

  /** Says what was hidden, and begins anew. */
  flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const hidden = this.#hidden;
    this.#written = this.#hidden = 0;
    if (hidden > 0) this.sayHidden(hidden);
  }
}
