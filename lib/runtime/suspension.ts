import type { ActorCell } from './actor-cell.js';
import type { CellList } from './cell-list.js';
import type { ClockTimer } from './clock.js';
import { attemptOf } from './delivery.js';
import { HandlerTimeoutError } from './errors.js';
import { whenSettled } from './thenable.js';
import type { Watched } from './watch.js';

/** How a cell waits for what is not in its mailbox: for a promise, which is watched, or for a pause to pass. */
export class Suspension implements Watched<Suspension> {
  list: CellList<Suspension> | undefined = undefined;
  previous: Suspension | undefined = undefined;
  next: Suspension | undefined = undefined;

  /** Whether the promise has been pending for longer than is healthy. */
  isStuck = false;
  private since = 0;
  /** After how long it wants to be looked at. */
  private limitMs = 0;
  private timer: ClockTimer | undefined = undefined;

  constructor(readonly cell: ActorCell) {}

  /** Moves with what is pending: a cell that is busy all the time is looked at no earlier than it has to be. */
  get dueAt(): number {
    return this.since + this.limitMs;
  }

  get isPending(): boolean {
    return this.cell.isPending;
  }

  /** A promise goes on with the cell; it is watched from now on. */
  pend(since: number, timeoutMs?: number): void {
    this.cell.pend();
    this.since = since;
    if (this.list === undefined || timeoutMs !== undefined) this.beWatched(timeoutMs);
  }

  /** The promise has settled. Answers false if the cell had ended before: then what settled is ignored. */
  unpend(): boolean {
    const { cell } = this;
    if (!cell.isPending) return false;
    cell.getUp();
    if (this.isStuck) this.recover();
    return true;
  }

  resume(): void {
    const { cell } = this;
    if (cell.system.scheduler.resume(cell)) cell.run();
  }

  /** Goes on with one of two steps after a promise of the lifecycle. */
  await(
    promise: PromiseLike<unknown>,
    onValue: (value: unknown) => boolean,
    onError: (error: unknown) => boolean,
  ): void {
    this.pend(this.cell.system.elapsed());
    this.cell.system.scheduler.spend(); // what ran before the promise has taken its time
    const goOn = (step: (outcome: unknown) => boolean) => (outcome: unknown) => {
      if (this.unpend() && step(outcome)) this.resume();
    };
    whenSettled(promise, goOn(onValue), goOn(onError));
  }

  pause(pauseMs: number): void {
    this.cell.pause();
    this.timer = this.cell.system.clock.setTimer(() => this.hurry(), pauseMs, 'work');
  }

  /** Ends a pause. */
  hurry(): void {
    if (!this.cell.isPaused) return;
    this.timer?.cancel();
    this.timer = undefined;
    this.cell.rise();
  }

  /** The cell ends: what it was waiting for will not be watched. */
  abandon(): void {
    this.timer?.cancel();
    this.list?.remove(this);
  }

  /** Is called when `dueAt` has come: a time limit, or the moment at which a handler counts as stuck. */
  overdue(): void {
    const { cell } = this;
    const { options, replyWaits } = cell.system;
    const pendingMs = cell.system.elapsed() - this.since;
    const timeoutMs = cell.handling.handler?.timeoutMs ?? Infinity;
    if (pendingMs >= timeoutMs) cell.abort(new HandlerTimeoutError(cell.business, timeoutMs));
    if (pendingMs >= options.stuckAfterMs && !this.isStuck) this.reportStuck(pendingMs);
    if (this.isStuck) replyWaits.suspect(cell);
    // What it waits for may come later: it is looked at again whenever it has been pending for twice as long.
    const againMs = this.isStuck ? Math.max(1, 2 * pendingMs) : options.stuckAfterMs;
    const next = [timeoutMs, againMs].filter((limitMs) => limitMs > pendingMs);
    this.limitMs = Math.min(...next, Infinity);
  }

  /** What is watched already keeps its limit: if that is too short, it is looked at too early, and found to have time. */
  private beWatched(timeoutMs: number = Infinity): void {
    const { system } = this.cell;
    this.limitMs = Math.min(timeoutMs, system.options.stuckAfterMs);
    system.watch.add(this);
    system.isWatched = true;
  }

  /** Its limit is longer than that of the next one. */
  private recover(): void {
    this.isStuck = false;
    this.list?.remove(this);
  }

  private reportStuck(pendingMs: number): void {
    this.isStuck = true;
    const { cell } = this;
    const { ids, logger } = cell.system;
    const slot = cell.inHand;
    const facts = slot && { type: cell.handling.handler?.type, id: ids.format(slot.id) };
    logger.warn(`${cell.business} has been busy for ${pendingMs} ms; its mailbox waits`, {
      address: String(cell.address),
      ...facts,
    });
    cell.report('stuck', slot, { handler: cell.business }, slot && attemptOf(slot));
  }
}
