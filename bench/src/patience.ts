import { performance } from 'node:perf_hooks';

/** For so long it is waited for a time at which nobody slows the processor. */
const PATIENCE_MS = 6_000;

/** Looks whether nobody slows the processor now, and again until that is so, or for so long. */
export class Patience {
  readonly #end = performance.now() + PATIENCE_MS;

  constructor(private readonly isClear: () => boolean) {}

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  waitUntilClear(): boolean {
    while (!this.isClear()) if (this.isOver) return false;
    return true;
  }
}
