/** Short enough that some are left alone on a busy machine, long enough for a hundred requests. */
const SLICE_MS = 20;

/** What the client asks a server for. */
export interface Account {
  /** Requests so far. */
  readonly handled: number;
  /** Microseconds of the processor's time that a request took, slice for slice, since somebody asked last. */
  readonly slices: readonly number[];
}

/** Counts the requests that this process handles, and what they take. */
export class Books {
  handled = 0;
  #slices: number[] = [];
  #before = { handled: 0, us: 0 };

  constructor() {
    setInterval(() => this.#endSlice(), SLICE_MS);
  }

  account(): Account {
    const slices = this.#slices;
    this.#slices = [];
    return { handled: this.handled, slices };
  }

  #endSlice(): void {
    const { user, system } = process.cpuUsage();
    const { handled, us } = this.#before;
    this.#before = { handled: this.handled, us: user + system };
    if (this.handled > handled) this.#slices.push((this.#before.us - us) / (this.handled - handled));
  }
}
