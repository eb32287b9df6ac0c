/** A callback, and when it wants to be called. */
export interface QueuedTimer {
  /** Milliseconds since the epoch of whatever clock this is. */
  readonly at: number;
  readonly fire: () => void;
}

/** Timers in the order in which they fall due; those of one moment in the order in which they were set. */
export class TimerQueue {
  readonly #timers: QueuedTimer[] = [];

  get size(): number {
    return this.#timers.length;
  }

  get first(): QueuedTimer | undefined {
    return this.#timers[0];
  }

  add(timer: QueuedTimer): void {
    this.#timers.splice(this.#endOf(timer.at), 0, timer);
  }

  /** Takes a timer out; one that is not here any more is fine. */
  remove(timer: QueuedTimer): void {
    for (let index = this.#endOf(timer.at) - 1; this.#timers[index]?.at === timer.at; index -= 1) {
      if (this.#timers[index] === timer) {
        this.#timers.splice(index, 1);
        return;
      }
    }
  }

  /** Where a timer belongs that is set last of all for that moment. */
  #endOf(at: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle] as QueuedTimer).at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
