import type { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import type { ClockTimer } from './clock.js';
import { ShutdownError } from './errors.js';
import { rootContext } from './root-context.js';

/** The share of the time after which instances with nothing to do are ended although others are still busy. */
const LATE = 0.8;

/** The end of a runtime: handles what is inside, deactivates every instance, and gives up at its deadline. */
export class Drain {
  readonly deadline: number;
  readonly ended: Promise<void>;
  #end!: () => void;
  #timers: readonly ClockTimer[] = [];
  #isLate = false;
  #isLooking = false;
  #hasEnded = false;
  readonly #startedAt: number;
  readonly #before: { readonly handled: number; readonly dead: number };

  constructor(
    private readonly system: ActorSystem,
    private readonly timeoutMs: number,
    private readonly close: () => void,
  ) {
    this.#startedAt = system.clock.now();
    this.deadline = this.#startedAt + timeoutMs;
    this.#before = this.#count();
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** @param wasRunning Whether handlers ever ran; if not, what was told can only become dead letters. */
  begin(wasRunning: boolean): void {
    for (const actor of this.system.router.actors) actor.stopTimers();
    for (const cell of this.#cells()) {
      cell.hurry();
    }
    if (!wasRunning) return this.#finish([], new ShutdownError('the runtime was never started', 'start it'));
    const { clock } = this.system;
    this.#timers = [
      clock.setTimer(() => rootContext.runInAsyncScope(() => this.#endIdle()), this.timeoutMs * LATE, 'work'),
      clock.setTimer(() => rootContext.runInAsyncScope(() => this.#giveUp()), this.timeoutMs, 'work'),
    ];
    this.look();
  }

  /** Takes note of a cell that came to rest. */
  rested(cell: ActorCell): void {
    if (this.#isLate && cell.instance !== undefined) cell.passivateIdle();
    this.look();
  }

  /** Looks whether anything is left to be handled; if not, instances end, and when none is left, so does the drain. */
  look(): void {
    if (this.#isLooking || this.#hasEnded) return;
    this.#isLooking = true; // ending instances brings cells to rest, which asks to look again
    const { scheduler, watch } = this.system;
    if (scheduler.isIdle && this.#count().unfinished === 0 && watch.isEmpty) {
      const live = [...this.#cells()].filter((cell) => cell.instance !== undefined);
      for (const cell of live) cell.passivateIdle();
      if (live.length === 0) this.#finish([]);
    }
    this.#isLooking = false;
  }

  /**
   * Until now an instance was kept for what the busy ones may still tell it. But a handler that never settles must not cost
   * the others their `onDeactivate`.
   */
  #endIdle(): void {
    this.#isLate = true;
    for (const cell of this.#cells()) if (cell.isIdle) cell.passivateIdle();
  }

  #giveUp(): void {
    const busy = [...this.#cells()]
      .filter((cell) => cell.isBusy)
      .map((cell) => `${cell.business} of ${String(cell.address)}`);
    this.#finish(busy);
  }

  #finish(busy: readonly string[], error = new ShutdownError('the drain reached its deadline')): void {
    this.#hasEnded = true;
    for (const timer of this.#timers) timer.cancel();
    this.system.watch.stop();
    this.close(); // from here on what anybody tells, an abort listener or a subscriber, is refused, and so is not lost
    for (const cell of this.#cells()) cell.abandon('shutdown', error);
    this.#report(busy);
    this.system.activity.complete();
    this.system.deadLetters.complete();
    this.#end();
  }

  #report(busy: readonly string[]): void {
    const { clock, logger, reporter } = this.system;
    const after = this.#count();
    const dead = after.dead - this.#before.dead;
    const handled = after.handled - this.#before.handled;
    const unfinished = busy.length === 0 ? '' : `; unfinished: ${busy.slice(0, 20).join(', ')}`;
    const line = `drained in ${clock.now() - this.#startedAt} ms: ${handled} handled, ${dead} dead letters${unfinished}`;
    reporter.flush();
    if (dead > 0 || busy.length > 0) logger.warn(line);
    else logger.log(line);
    if (reporter.activity.isObserved) reporter.report('drained', { detail: line });
  }

  #count(): { handled: number; dead: number; unfinished: number } {
    const sum = { handled: 0, dead: 0, unfinished: 0 };
    for (const { handled, counters, unfinished } of this.system.router.actors) {
      sum.handled += handled;
      sum.dead += counters.dead;
      sum.unfinished += unfinished;
    }
    return sum;
  }

  *#cells(): Iterable<ActorCell> {
    for (const actor of this.system.router.actors) yield* actor.cells;
  }
}
