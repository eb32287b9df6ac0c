import { performance } from 'node:perf_hooks';

import { percentile } from '../statistics.js';
import type { Flooded } from './flooded.js';
import { Knock } from './knock.js';

/** Sets a timer of 1 ms again and again, notes how late it is, and knocks at the quiet one each time. */
export class Watch {
  readonly #delays: number[] = [];
  readonly #waits: number[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly flooded: Flooded) {}

  get samples(): number {
    return this.#delays.length;
  }

  get timerP99(): number {
    return p99(this.#delays);
  }

  get quietP99(): number {
    return p99(this.#waits);
  }

  start(): void {
    const due = performance.now() + 1;
    this.#timer = setTimeout(() => {
      const now = performance.now();
      this.#delays.push(Math.max(0, now - due));
      this.flooded.tell(new Knock(now, this.#waits));
      this.start();
    }, 1);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** A tiny run is over before the first timer. */
function p99(values: readonly number[]): number {
  return percentile(values.length > 0 ? values : [0], 99);
}
