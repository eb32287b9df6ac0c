import { CellList, type Linked } from './cell-list.js';
import type { Clock, ClockTimer } from './clock.js';

/** Something that waits for a promise, and has moments at which to be looked at. */
export interface Watched<T extends Watched<T>> extends Linked<T> {
  /** When it wants to be looked at next, in milliseconds since the epoch; Infinity: never again. */
  readonly dueAt: number;
  overdue(): void;
}

/**
 * Watches whatever is pending: time limits and stuck handlers are found by one timer that sweeps over it, not by a timer for
 * each, which would cost several times what handling a message does.
 */
export class Watch<T extends Watched<T>> {
  readonly #pending = new CellList<T>();
  #timer: ClockTimer | undefined;
  #timerAt = Infinity;

  /** @param onSwept Is called after each look at what was due. */
  constructor(
    private readonly clock: Clock,
    private readonly onSwept: () => void = () => {},
  ) {}

  get isEmpty(): boolean {
    return this.#pending.first === undefined;
  }

  get pending(): Iterable<T> {
    return this.#pending;
  }

  add(member: T): void {
    this.#pending.push(member);
    if (member.dueAt < this.#timerAt) this.#arm(member.dueAt);
  }

  remove(member: T): void {
    this.#pending.remove(member);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timerAt = Infinity;
  }

  #arm(at: number): void {
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = this.clock.setTimer(this.#sweep, at - this.clock.now(), 'upkeep');
  }

  readonly #sweep = (): void => {
    this.#timerAt = Infinity;
    const now = this.clock.now();
    let next = Infinity;
    for (const member of this.#pending) {
      if (member.dueAt <= now) member.overdue();
      next = Math.min(next, member.dueAt);
    }
    if (next !== Infinity) this.#arm(next);
    this.onSwept();
  };
}
