/** The ids that one actor class accepted lately. */
export class Deduplication {
  readonly #ids = new Set<string>(); // keeps the order of arrival, so the first is the oldest

  constructor(private readonly size: number) {}

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  remember(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= this.size) return;
    const [oldest] = this.#ids;
    this.#ids.delete(oldest as string);
  }

  clear(): void {
    this.#ids.clear();
  }

  /** A message that ended as a dead letter may come again. */
  forget(id: string): void {
    this.#ids.delete(id);
  }
}
