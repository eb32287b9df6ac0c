/** What a controller does with an order: nothing; deliver it; check it against a schema before. */
export const KINDS = ['empty', 'deliver', 'checked'] as const;
export type Kind = (typeof KINDS)[number];

/** Short enough that some are left alone on a busy machine, long enough for a hundred requests. */
const SLICE_MS = 20;

/** What the client asks a server for. */
export interface Account {
  /** Requests of each kind so far. */
  readonly handled: Readonly<Record<Kind, number>>;
  /** Microseconds of the processor's time that a request took, slice for slice, since somebody asked last. */
  readonly slices: readonly number[];
}

/** Counts the requests that this process handles, and what they take. */
export class Books {
  readonly handled: Record<Kind, number> = { empty: 0, deliver: 0, checked: 0 };
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
    const before = this.#before;
    const { empty, deliver, checked } = this.handled;
    const now = { handled: empty + deliver + checked, us: user + system };
    this.#before = now;
    if (now.handled > before.handled)
      this.#slices.push((now.us - before.us) / (now.handled - before.handled));
  }
}
