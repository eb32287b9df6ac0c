import { performance } from 'node:perf_hooks';

/** What the quiet actor is told: it notes how long it took until it was heard. */
export class Knock {
  constructor(
    private readonly at: number,
    private readonly waits: number[],
  ) {}

  heard(): void {
    this.waits.push(performance.now() - this.at);
  }
}
