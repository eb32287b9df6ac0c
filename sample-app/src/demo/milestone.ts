/** Counts the orders that have come so far, and lets one wait for them. */
export class Milestone {
  readonly #orders = new Set<string>();
  #wanted = Infinity;
  #arrived: () => void = () => {};

  get count(): number {
    return this.#orders.size;
  }

  pass(orderId: string): void {
    this.#orders.add(orderId);
    if (this.count >= this.#wanted) this.#arrived();
  }

  /** Waits until so many orders have passed; `late` when none has for `patienceMs`. */
  async reach(wanted: number, patienceMs: number): Promise<'reached' | 'late'> {
    for (let seen = -1; this.count < wanted;) {
      if (seen === this.count) return 'late';
      seen = this.count;
      await this.#arrival(wanted, patienceMs);
    }
    return 'reached';
  }

  #arrival(wanted: number, patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#wanted = wanted;
      this.#arrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
