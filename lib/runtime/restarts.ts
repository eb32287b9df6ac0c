import type { SupervisionOptions } from './options.js';
import { backoffAfter } from './retry.js';

/** The restarts, and failed activations, of one instance within supervision's window. */
export class Restarts {
  #times: number[] = [];

  /**
   * Counts one more.
   *
   * @returns The pause before it, or undefined when the limit is reached.
   */
  next(now: number, supervision: SupervisionOptions, random: () => number): number | undefined {
    this.#times = this.#times.filter((time) => now - time < supervision.withinMs);
    if (this.#times.length >= supervision.maxRestarts) return undefined;
    this.#times.push(now);
    return backoffAfter(this.#times.length, { ...supervision, factor: 2, jitter: true }, random);
  }
}
