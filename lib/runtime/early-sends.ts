/** What is sent before the actors are known: kept, in its order, up to the capacity of a mailbox. */
export class EarlySends {
  #sends: (() => void)[] | undefined = [];

  constructor(private readonly capacity: number) {}

  /** Keeps a send, or answers false because there are too many. */
  keep(send: () => void): boolean {
    if (this.#sends === undefined || this.#sends.length >= this.capacity) return false;
    this.#sends.push(send);
    return true;
  }

  /** Sends it all; from now on nothing is kept. */
  release(): void {
    const sends = this.#sends ?? [];
    this.#sends = undefined;
    for (const send of sends) send();
  }
}
