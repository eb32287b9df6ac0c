import { performance } from 'node:perf_hooks';
import type { MailboxRuntime } from '../runtime/index.js';
import { suspectReplyWaits } from '../runtime/runtime.js';
import { NotSettledError } from './errors.js';
import { turnOfEventLoop } from './event-loop.js';
import { ManualClock } from './manual-clock.js';
import { Movement } from './movement.js';
import type { Stage } from './stage.js';
import type { TraceRecorder } from './trace-recorder.js';

/** How long an application may go on moving before a test gives up on it. */
export interface SettleOptions {
  /**
   * The most that may happen: handler calls, and timers that fire.
   * @default 100_000
   */
  readonly maxSteps?: number | undefined;
  /**
   * Milliseconds of real time, whatever clock the application has. The default is below the 5 s of Jest and Vitest, so that a
   * handler that never settles is named before the runner gives up.
   * @default 3_000
   */
  readonly withinMs?: number | undefined;
}

/** Turns of the event loop without movement that count as rest: what a test has just started may come by way of a promise. */
const QUIET_TURNS = 2;

/** What a pending handler gets, without progress, before a hand moves the clock, as it may be waiting for that: so much real time... */
const GRACE_MS = 5;

/** ...and so many turns of the event loop, as on a loaded machine that time may be a turn or two. */
const GRACE_TURNS = 50;

/** The same where a test decides on time and turns: whatever a handler then waits for, real time will not bring it. */
const CONTROLLED_GRACE_TURNS = 3;

/** Real milliseconds without progress after which a suspected reply wait is one: nothing comes from outside any more. */
const SUSPICION_MS = 250;

/** Drives an application until it rests, within the bounds that a test has set. */
export class Settling {
  readonly #movement: Movement;
  readonly #maxSteps: number;
  readonly #withinMs: number;
  readonly #startedAt = performance.now();
  #fired = 0;
  #steps = 0;
  #progressAt = this.#startedAt;
  #idleTurns = 0;
  #nextLookAt = 0;
  /** Whether the handlers that are pending have been looked at since something moved, and what was found. */
  #replyWaits: readonly string[] | undefined;
  #suspectedAt = 0;

  constructor(
    private readonly runtime: MailboxRuntime,
    private readonly stage: Stage,
    private readonly recorder: TraceRecorder,
    { maxSteps = 100_000, withinMs = 3_000 }: SettleOptions,
  ) {
    this.#movement = new Movement(runtime);
    this.#maxSteps = maxSteps;
    this.#withinMs = withinMs;
  }

  /** @throws NotSettledError */
  untilRest(): Promise<void> {
    return this.#goOn('wait');
  }

  /**
   * Moves the clock. Before and after each timer the application comes to rest, but for handlers that stay pending.
   *
   * @throws NotSettledError
   */
  async untilTime(clock: ManualClock, until: number): Promise<void> {
    do await this.#goOn('leave');
    while (this.#fireNext(until));
    clock.advance(until - clock.now());
    await this.untilRest();
  }

  /** Goes on until nothing moves; what stays pending without any progress is waited for, or left after a while. */
  async #goOn(pending: 'wait' | 'leave'): Promise<void> {
    this.#progressed();
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await this.#turn();
      const isMoving = this.#look();
      const hasFired = this.#fireNext();
      quiet = hasFired || isMoving ? 0 : quiet + 1;
      if (quiet > 0 || hasFired || !this.#hasHadGrace) continue;
      if (pending === 'leave') return;
      this.#lookForReplyWaits();
      if (this.stage.isControlled) this.#giveUp('only time, or the test, can go on with what is pending');
    }
  }

  /** Where time stands still, nothing else can move: a handler that waits for what is behind it is reported now. */
  #lookForReplyWaits(): void {
    if (!(this.stage.clock instanceof ManualClock)) return;
    if (this.#replyWaits === undefined) {
      this.#replyWaits = suspectReplyWaits(this.runtime);
      this.#suspectedAt = performance.now(); // who hears of it may end the wait, however long it took to look
    }
    if (this.#replyWaits.length > 0 && performance.now() - this.#suspectedAt >= SUSPICION_MS)
      this.#giveUp('a handler waits for an answer that it can never take');
  }

  get #hasHadGrace(): boolean {
    if (this.stage.isControlled) return this.#idleTurns >= CONTROLLED_GRACE_TURNS;
    return this.#idleTurns >= GRACE_TURNS && this.#idleMs >= GRACE_MS;
  }

  get #idleMs(): number {
    return performance.now() - this.#progressAt;
  }

  #fireNext(until?: number): boolean {
    const { clock, turns } = this.stage;
    if (turns.isGoingOn) return false; // else it would depend on the machine between which turns a timer fires
    const hasFired = clock.fireNext(until);
    if (hasFired) this.#fired += 1;
    return hasFired;
  }

  /** One turn, or as many as take as long as looking did: that takes its time when there are very many instances. */
  async #turn(): Promise<void> {
    const { isControlled } = this.stage;
    do await turnOfEventLoop(isControlled ? 0 : this.#idleMs);
    while (performance.now() < this.#nextLookAt);
  }

  /** Answers whether anything moves. */
  #look(): boolean {
    this.stage.check();
    const now = performance.now();
    const steps = this.#movement.steps + this.#fired;
    this.#idleTurns += 1;
    if (steps > this.#steps || this.stage.turns.isGoingOn) this.#progressed();
    this.#steps = steps;
    if (steps > this.#maxSteps) this.#giveUp(`it took more than maxSteps (${this.#maxSteps})`);
    if (now - this.#startedAt > this.#withinMs) {
      this.#giveUp(`it took longer than withinMs (${this.#withinMs} ms of real time)`);
    }
    const isMoving = this.stage.turns.isGoingOn || this.#movement.now().length > 0;
    this.#nextLookAt = performance.now() + (performance.now() - now);
    return isMoving;
  }

  #progressed(): void {
    this.#progressAt = performance.now();
    this.#idleTurns = 0;
    this.#replyWaits = undefined;
  }

  #giveUp(problem: string): never {
    const timers = this.#fired === 0 ? [] : [`${this.#fired} timers have fired meanwhile`];
    const moving = [...this.#movement.describe(), ...timers, ...suspectReplyWaits(this.runtime)];
    throw new NotSettledError(problem, moving, this.recorder.trace());
  }
}
