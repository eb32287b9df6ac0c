/** Who sent how much, and how much of it was handled: the proof that a row was earned. */
export class Tally {
  told = 0;
  handled = 0;
  /** Whether a message was handled out of turn. */
  isDisordered = false;
  /** Whether a message was handled while another one of the same actor still was. */
  overlaps = false;
  #settle: (() => void) | undefined;

  /** Resolves when somebody calls {@link finish}. */
  readonly finished = new Promise<void>((resolve) => (this.#settle = resolve));

  finish(): void {
    this.#settle?.();
  }
}
