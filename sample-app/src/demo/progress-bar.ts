const WIDTH = 40;

/** Where the bar is drawn; `process.stdout` fits. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A bar that is drawn over itself on a terminal; elsewhere, where nothing can be taken back, a line every quarter. */
export class ProgressBar {
  #shown = -1;

  constructor(
    private readonly total: number,
    private readonly screen: Screen,
  ) {}

  show(done: number): void {
    const { isTTY = false } = this.screen;
    const share = done / this.total;
    const step = Math.floor((done * (isTTY ? 100 : 4)) / this.total);
    if (step === this.#shown) return;
    this.#shown = step;
    const filled = Math.round(share * WIDTH);
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${done}/${this.total} orders`;
    this.screen.write(isTTY ? `\r${bar}${share === 1 ? '\n' : ''}` : `${bar}\n`);
  }
}
