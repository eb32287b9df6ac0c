import { performance } from 'node:perf_hooks';

/** Milliseconds of handling before timers and I/O get a turn. A flood then holds a 1 ms timer for about as long. */
const SLICE_MS = 1;

/** At most so many messages between two looks at the clock, which costs as much as handling one. */
const LONGEST_STRIDE = 64;

/**
 * How much may be handled in one turn of the event loop. It covers drains and promise resumes alike: a budget per drain would
 * let a flood of async handlers, each of which resumes into a new drain, hold timers for its whole length.
 *
 * It measures real time, not the runtime's clock: what it protects is the real event loop.
 */
export class Budget {
  private deadline = 0;
  private lookedAt = 0;
  private stride = 1;
  private left = 0;
  isSpent = true;

  /**
   * @param onLook Called when the clock was read and there is more: a good moment to look at something else.
   * @param realTime Milliseconds, with their fractions.
   */
  constructor(
    private readonly onLook: () => void,
    private readonly realTime: () => number = () => performance.now(),
  ) {}

  open(): void {
    this.lookedAt = this.realTime();
    this.deadline = this.lookedAt + SLICE_MS;
    this.stride = this.left = 1;
    this.isSpent = false;
  }

  /** Nothing is left until it opens again. */
  close(): void {
    this.left = 0;
    this.isSpent = true;
  }

  /** Ends now, if it is in its second half. */
  endEarly(): void {
    if (this.lookedAt >= this.deadline - SLICE_MS / 2) this.close();
  }

  /** Spends one message's worth, and answers whether there is more. */
  spend(): boolean {
    this.left -= 1;
    return this.left > 0 || this.look();
  }

  /** Spends up to so many at once, as far as there are before the next look at the clock; answers how many. */
  grant(messages: number): number {
    const granted = messages < this.left ? messages : this.left;
    this.left -= granted;
    return granted;
  }

  /** Gives back what was granted and not needed. */
  refund(messages: number): void {
    this.left += messages;
  }

  /** Looks at the clock after the next message. What those before it cost says nothing about this one. */
  lookNext(): void {
    this.stride = this.left = 1;
  }

  private look(): boolean {
    if (this.isSpent) return false;
    const now = this.realTime();
    this.isSpent = now >= this.deadline;
    if (this.isSpent) return false;
    this.onLook();
    const costMs = (now - this.lookedAt) / this.stride;
    const fitting = Math.floor((this.deadline - now) / costMs); // if the next ones cost what the last ones did
    this.lookedAt = now;
    this.stride = this.left = Math.max(1, Math.min(this.stride * 2, LONGEST_STRIDE, fitting));
    return true;
  }
}
