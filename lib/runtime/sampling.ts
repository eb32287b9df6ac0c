import type { Handler } from './handler.js';
import type { Turns } from './turns.js';

/**
 * Which messages are measured: one a millisecond of each actor, however many there are.
 *
 * Each handler knows whether the next one is, so that nobody compares times for each message.
 */
export class Sampling {
  /** Those that were taken in this millisecond. */
  private readonly taken: Sample[] = [];
  private at = 0;

  constructor(private readonly scheduler: Pick<Turns<never>, 'now' | 'lookNext'>) {}

  /** Somebody has looked at the clock: if the time has moved on, all samples are due again. */
  renew(): void {
    const { now } = this.scheduler;
    if (now === this.at) return;
    this.at = now;
    for (const sample of this.taken) sample.setDue(true);
    this.taken.length = 0;
  }

  add(sample: Sample): void {
    this.taken.push(sample);
    this.scheduler.lookNext(); // else a slow handler behind quick ones of others is called 64 times before anybody looks
  }
}

/** The next sample of one actor. */
export class Sample {
  private isDue = true;

  constructor(
    private readonly handlers: readonly Handler[],
    private readonly sampling: Sampling,
  ) {}

  /** Whether a message that is about to be handled is it. */
  take(): boolean {
    if (!this.isDue) return false;
    this.setDue(false);
    this.sampling.add(this);
    return true;
  }

  setDue(isDue: boolean): void {
    this.isDue = isDue;
    for (const handler of this.handlers) handler.isSampleDue = isDue;
  }
}
