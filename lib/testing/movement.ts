import type { MailboxRuntime } from '../runtime/index.js';
import { attemptsOf, movementOf } from '../runtime/runtime.js';

/** How many handlers and instances a report names. */
const MOST_LINES = 20;

/** How many actors a report names that kept handling, the busiest first. */
const MOST_ACTORS = 5;

/** What a runtime has done since a moment, and what it is doing. */
export class Movement {
  readonly #before: ReadonlyMap<string, number>;

  constructor(private readonly runtime: MailboxRuntime) {
    this.#before = attemptsOf(runtime); // not where the field is: as tsc builds it, a field is set before a parameter is
  }

  /** Handler calls that have come to an end since then. */
  get steps(): number {
    return this.#made().reduce((sum, [, steps]) => sum + steps, 0);
  }

  /** Handlers that are pending and actors that wait for their turn, a line each. */
  now(): readonly string[] {
    return movementOf(this.runtime);
  }

  /** All there is to say of what still moves, a line each. */
  describe(): readonly string[] {
    const { state } = this.runtime;
    const busiest = this.#made()
      .filter(([, steps]) => steps > 0)
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_ACTORS);
    const moving = this.now();
    const left = moving.length - MOST_LINES;
    return [
      ...(state === 'running' ? [] : [`the runtime is ${state}, and runs no handlers`]),
      ...moving.slice(0, MOST_LINES),
      ...(left > 0 ? [`and ${left} more`] : []),
      ...busiest.map(([name, steps]) => `the actor ${name} has finished ${steps} handler calls meanwhile`),
    ];
  }

  #made(): [name: string, steps: number][] {
    const before = this.#before;
    return Array.from(attemptsOf(this.runtime), ([name, count]) => [name, count - (before.get(name) ?? 0)]);
  }
}
