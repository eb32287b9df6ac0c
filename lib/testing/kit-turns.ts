import { AsyncResource } from 'node:async_hooks';
import type { ActorCell } from '../runtime/actor-cell.js';
import { CellList } from '../runtime/cell-list.js';
import { setImmediate } from '../runtime/event-loop.js';
import type { Clock } from '../runtime/index.js';
import type { Turns } from '../runtime/turns.js';
import { isThenable } from '../runtime/thenable.js';
import { fifo, type TestScheduler, type Turn, UNTIL_QUIET } from './test-scheduler.js';

/** Turns of fifo order between two turns of the event loop: a flood must not keep a test from giving up. By count, not by time. */
const BATCH = 300;

/** Messages that fifo order lets an actor handle in one turn, as an application does. */
const QUANTUM = 64;

const resolved = Promise.resolve();

/** Made while modules load: what runs in it sees no test's AsyncLocalStorage. */
const rootContext = new AsyncResource('MailboxTestKit');

/** Who has the next turn, and the {@link Turn.pause} behind it. */
interface Decision {
  readonly cell: ActorCell;
  readonly pause: number;
}

/** What may be done between two turns, when no handler runs in this call stack. */
export interface Interlude {
  /** Whether it has something to do although no actor waits. */
  readonly isDue: boolean;
  /** Before each turn. */
  beforeTurn(): Promise<void> | undefined;
  /** After each turn. What it throws ends all turns. */
  afterTurn(): Promise<void> | undefined;
  /** When nobody waits. Answers whether there may be turns again. */
  atRest(): boolean;
}

/**
 * The turns of an application under test: a {@link TestScheduler} decides, one message at a time, and no real time has a say. Only
 * counts bound what happens in one turn of the event loop.
 */
export class KitTurns implements Turns<ActorCell> {
  readonly #ready = new CellList<ActorCell>();
  readonly #epoch: number;
  #interlude: Interlude | undefined;
  #isPaused = true;
  #isGoingOn = false;
  #left = 0;
  #failure: { readonly error: unknown } | undefined;
  #taken = 0;
  onLook: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly scheduler: TestScheduler = fifo,
  ) {
    this.#epoch = clock.now();
  }

  get now(): number {
    return this.clock.now() - this.#epoch;
  }

  get isIdle(): boolean {
    return this.#ready.first === undefined;
  }

  get waiting(): Iterable<ActorCell> {
    return this.#ready;
  }

  /** Whether there is a turn to come, or something to be done between turns. */
  get isGoingOn(): boolean {
    return this.#isGoingOn;
  }

  /** How many turns there have been. */
  get taken(): number {
    return this.#taken;
  }

  /** What ended all turns. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  toEpoch(at: number): number {
    return this.#epoch + at;
  }

  /** Has something done between turns from now on. */
  between(interlude: Interlude): void {
    this.#interlude = interlude;
  }

  /** Nothing comes between turns any more, and what has ended them is forgiven. */
  release(): void {
    this.#interlude = undefined;
    this.#failure = undefined;
    this.arrange();
  }

  start(): void {
    this.#isPaused = false;
    this.arrange();
  }

  ready(cell: ActorCell): void {
    this.#ready.push(cell);
    this.arrange();
  }

  /** Turns begin in a turn of the event loop of their own, whoever tells. */
  gather(cell: ActorCell): void {
    this.ready(cell);
  }

  /** A handler that goes on has a turn like any other: what it does may be interleaved. */
  resume(cell: ActorCell): false {
    this.ready(cell);
    return false;
  }

  spendAtOnce(): false {
    return false;
  }

  spend(): boolean {
    this.#left -= 1;
    return this.#left > 0;
  }

  grant(): number {
    this.#left -= 1;
    return 1;
  }

  refund(messages: number): void {
    this.#left += messages;
  }

  lookNext(): void {
    // A turn here is a number of messages, whatever they take.
  }

  /** Sees to it that turns go on, if there is anything to do. */
  arrange(): void {
    if (this.#isPaused || this.#isGoingOn || this.#failure !== undefined) return;
    if (this.isIdle && this.#interlude?.isDue !== true) return;
    this.#isGoingOn = true;
    // Each begins in a turn of the event loop of its own, when every promise has had its say: in whatever order those came.
    rootContext.runInAsyncScope(setImmediate, undefined, this.#begin);
  }

  readonly #begin = (): void => {
    this.#goOn().then(
      () => this.#end(),
      (error: unknown) => {
        this.#failure = { error };
        this.#end();
      },
    );
  };

  #end(): void {
    this.#isGoingOn = false;
    this.arrange();
  }

  /** Takes turns until nobody waits. It awaits only where promises are to have their say. */
  async #goOn(): Promise<void> {
    for (let left = BATCH; ; left -= 1) {
      const before = this.#interlude?.beforeTurn();
      if (before !== undefined) await before;
      if (left === 0 || this.isIdle) {
        await turnOfLoop(); // a promise that is on its way may bring somebody
        left = BATCH;
      }
      if (!this.isIdle) {
        const decided = this.#next();
        const { cell, pause } = isThenable(decided) ? await decided : decided;
        this.#take(cell);
        if (pause === UNTIL_QUIET) await turnOfLoop();
        else for (let step = 0; step < pause; step += 1) await resolved;
      } else if (this.#interlude?.atRest() !== true) return;
      const interlude = this.#interlude?.afterTurn();
      if (interlude !== undefined) await interlude;
    }
  }

  #next(): Decision | Promise<Decision> {
    if (this.scheduler === fifo) return { cell: this.#ready.first as ActorCell, pause: 0 };
    const waiting = [...this.#ready];
    const decide = ({ index, pause }: Turn): Decision => ({ cell: waiting[index] as ActorCell, pause });
    const turn = this.scheduler.next(waiting.map(({ address }) => String(address)));
    return isThenable(turn) ? Promise.resolve(turn).then(decide) : decide(turn);
  }

  #take(cell: ActorCell): void {
    this.#ready.remove(cell);
    this.#left = this.scheduler === fifo ? QUANTUM : 1;
    this.#taken += 1;
    this.onLook();
    cell.run();
  }
}

function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
