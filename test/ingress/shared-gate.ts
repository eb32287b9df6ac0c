import { type CanActivate, Injectable } from '@nestjs/common';

/** Holds every request until it is opened: those who wait go on together, as behind a guard that fetches keys. */
@Injectable()
export class SharedGate implements CanActivate {
  waiting = 0;
  #open: () => void = () => {};
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));

  async canActivate(): Promise<boolean> {
    this.waiting += 1;
    await this.#opened;
    return true;
  }

  open(): void {
    this.#open();
  }
}
