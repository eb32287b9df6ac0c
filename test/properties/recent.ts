/** The ids that an actor with `deduplicate` knows, the newest last. */
export class Recent {
  #ids: string[] = [];

  constructor(private readonly size: number) {}

  has(id: string): boolean {
    return this.#ids.includes(id);
  }

  remember(id: string): void {
    this.#ids = [...this.#ids.filter((known) => known !== id), id].slice(-this.size);
  }

  forget(id: string): void {
    this.#ids = this.#ids.filter((known) => known !== id);
  }
}
