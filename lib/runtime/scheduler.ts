import { Budget } from './budget.js';
import type { Clock } from './clock.js';
import { setImmediate } from './event-loop.js';
import { ReadyQueue, type Queued } from './ready-queue.js';
import { rootContext } from './root-context.js';
import type { Turns } from './turns.js';

/** What the scheduler runs: it handles a few messages, and comes back to {@link Scheduler.ready} if it has more. */
export interface Runnable<T extends Runnable<T>> extends Queued<T> {
  run(): void;
}

/**
 * With so few messages waiting a turn may end early: V8 collects between turns, and copies what waits. Else a burst that comes when the one before it
 * is done would wait in full.
 */
const FEW = 64;

const resolved = Promise.resolve();

/**
 * Runs ready cells, one after the other, a bounded while per turn of the event loop.
 *
 * A turn opens with the first message after the event loop came round. What comes from outside runs when the loop comes to its
 * immediates: whoever told has had its turn by then, so that nobody finds on the next line what a handler has done. What handlers tell
 * runs as soon as may be. The turn ends when the loop comes round again.
 */
export class Scheduler<T extends Runnable<T>> implements Turns<T> {
  private readonly queue = new ReadyQueue<T>();
  private readonly budget: Budget;
  private readonly epoch: number;
  private isOpen = false;
  /** Whether cells run in this turn. */
  private isRunning = false;
  private isDrainDue = false;
  private isPaused = true;
  private time = 0;
  onLook: () => void = () => {};

  constructor(private readonly clock: Clock) {
    this.epoch = clock.now();
    this.budget = new Budget(() => this.onLook());
  }

  /** Milliseconds since the runtime was made, as of this turn: read when one begins, not for every message. */
  get now(): number {
    if (this.isOpen === false) this.open();
    return this.time;
  }

  /** Whether no cell is waiting for its turn. */
  get isIdle(): boolean {
    return this.queue.first === undefined;
  }

  /** The cells that wait for their turn. */
  get waiting(): Iterable<T> {
    return this.queue;
  }

  /** Milliseconds since the Unix epoch, for a time of this scheduler. */
  toEpoch(at: number): number {
    return this.epoch + at;
  }

  /** Lets cells run from now on; before, they gather. */
  start(): void {
    this.isPaused = false;
    this.arrangeDrain();
  }

  ready(cell: T): void {
    this.queue.push(cell);
    if (this.isDrainDue === false) this.arrangeDrain();
  }

  gather(cell: T): void {
    this.queue.push(cell);
    if (this.isOpen === false) this.open();
  }

  spend(): boolean {
    return this.budget.spend();
  }

  grant(messages: number): number {
    return this.budget.grant(messages);
  }

  refund(messages: number): void {
    this.budget.refund(messages);
  }

  lookNext(): void {
    this.budget.lookNext();
  }

  spendAtOnce(waiting: number): boolean {
    if (waiting < FEW && this.isIdle) this.budget.endEarly();
    return this.budget.spend();
  }

  /** A cell whose promise has settled goes on at once if cells may run and this turn has anything left, else in its order. */
  resume(cell: T): boolean {
    if (this.isRunning === false && this.isPaused === false) this.begin();
    if (this.isRunning === true && this.budget.isSpent === false) return true;
    this.ready(cell);
    return false;
  }

  private arrangeDrain(): void {
    if (this.isPaused === true || this.isDrainDue === true || this.isIdle) return;
    if (this.isOpen === false) this.open();
    if (this.isRunning === false || this.budget.isSpent === true) return; // the end of the turn goes on
    this.isDrainDue = true;
    void resolved.then(this.drain);
  }

  private readonly drain = (): void => rootContext.runInAsyncScope(this.runReady);

  private readonly runReady = (): void => {
    try {
      while (this.budget.isSpent === false) {
        const cell = this.queue.shift();
        if (cell === undefined) return;
        cell.run();
      }
    } finally {
      this.isDrainDue = false; // true during the drain, so that what becomes ready meanwhile waits in the list
    }
  };

  private open(): void {
    this.isOpen = true;
    this.readClock();
    rootContext.runInAsyncScope(setImmediate, undefined, this.end);
  }

  private readClock(): void {
    this.time = wholeNumber(this.clock.now() - this.epoch);
    this.onLook();
  }

  private begin(): void {
    if (this.isOpen === false) this.open();
    else this.readClock();
    this.isRunning = true;
    this.budget.open();
  }

  /** A turn that is spent lasts until the loop has looked at its timers: this may be the one in which it began. */
  private readonly end = (): void => {
    if (this.isRunning && this.budget.isSpent === true) setImmediate(this.close);
    else this.close();
  };

  private readonly close = (): void => {
    this.isRunning = false;
    this.budget.close();
    this.isOpen = this.isPaused === false && this.isIdle === false;
    if (this.isOpen === false) return;
    setImmediate(this.end); // in nobody's context already: this was arranged there
    this.begin();
    this.isDrainDue = true;
    this.runReady();
  };
}

/** The same number, as V8 keeps it without an object of its own: every message notes the time. From twelve days on it costs one. */
function wholeNumber(ms: number): number {
  return ms < 2 ** 30 ? ms | 0 : ms;
}
