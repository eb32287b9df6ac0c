import { CellList, type Linked } from './cell-list.js';
import type { Clock, ClockTimer } from './clock.js';

/** Something that waits for promises, and has moments at which to be looked at. */
export interface Watched<T extends Watched<T>> extends Linked<T> {
  /** Whether it waits for one now. */
  readonly isPending: boolean;
  /** When it wants to be looked at next, in milliseconds since the runtime was made; Infinity: never again. */
  readonly dueAt: number;
  overdue(): void;
}

/** What a watch takes from the runtime. */
interface Watchman {
  readonly clock: Clock;
  /** Milliseconds since the runtime was made. */
  elapsed(): number;
}

/**
 * Watches whatever is pending: time limits and stuck handlers are found by one timer that sweeps over it, not by a timer for
 * each, which would cost several times what handling a message does.
 *
 * What is no longer pending stays in the list until it is swept: most of it is pending again by then, with the next message.
 */
export class Watch<T extends Watched<T>> {
  private readonly members = new CellList<T>();
  private timer: ClockTimer | undefined = undefined;
  private timerAt = Infinity;

  /** @param onSwept Is called after each look at what was due. */
  constructor(
    private readonly watchman: Watchman,
    private readonly onSwept: () => void = () => {},
  ) {}

  /** Whether nothing is pending. Lets go of what it finds settled on the way. */
  get isEmpty(): boolean {
    for (const member of this.members) {
      if (member.isPending) return false;
      this.members.remove(member);
    }
    return true;
  }

  /** Whether it holds anything, be it settled meanwhile. */
  get holdsAny(): boolean {
    return this.members.first !== undefined;
  }

  get pending(): readonly T[] {
    return [...this.members].filter(({ isPending }) => isPending);
  }

  /** It is pending from now on; as soon as it is not, the watch finds that itself. */
  add(member: T): void {
    if (member.list === undefined) this.members.push(member);
    if (member.dueAt < this.timerAt) this.arm(member.dueAt);
  }

  stop(): void {
    this.timer?.cancel();
    this.timerAt = Infinity;
  }

  private arm(at: number): void {
    this.timer?.cancel();
    this.timerAt = at;
    this.timer = this.watchman.clock.setTimer(this.sweep, at - this.watchman.elapsed(), 'upkeep');
  }

  private readonly sweep = (): void => {
    this.timerAt = Infinity;
    const now = this.watchman.elapsed();
    let next = Infinity;
    const members = [...this.members]; // what is overdue may end another one, which then is in the list no longer
    for (const member of members) {
      if (!member.isPending) member.list?.remove(member);
      else {
        if (member.dueAt <= now) member.overdue();
        next = Math.min(next, member.dueAt);
      }
    }
    if (next !== Infinity) this.arm(next);
    this.onSwept();
  };
}
