import type { ActorCell } from './actor-cell.js';
import type { Actor } from './actor.js';
import { ReportingCell } from './reporting-cell.js';

const IDLE = 0;
const UP = 1;
const PENDING = 2;
const PAUSED = 3;
const GONE = 4;

/**
 * Where a cell is in its life. Only the idle state lets a message wake it. During a handler, across its awaits and between its attempts,
 * it is in another one: that is what keeps messages one at a time.
 *
 * The states are numbers, for they are compared several times for each message, and texts take longer. No other file has them, for V8
 * looks up what is exported with each use.
 */
export abstract class StatefulCell extends ReportingCell {
  private state = IDLE;
  /** Whether messages may come straight to it: it lives, and its actor looks at nothing else than their class and their key. */
  isOpen: boolean;

  constructor(actor: Actor, key: string | undefined) {
    super(actor, key);
    this.isOpen = !actor.isSelective;
  }

  /** Whether nothing goes on in it. */
  get isAsleep(): boolean {
    return this.state === IDLE;
  }

  /** Whether a promise goes on with it. */
  get isPending(): boolean {
    return this.state === PENDING;
  }

  /** Whether a timer goes on with it. */
  get isPaused(): boolean {
    return this.state === PAUSED;
  }

  /** Whether it ended, and never runs again. */
  get isGone(): boolean {
    return this.state === GONE;
  }

  /** Has the cell run if nothing goes on in it. */
  wake(): void {
    if (this.state === IDLE) {
      this.state = UP;
      this.system.scheduler.ready(this as StatefulCell as ActorCell);
    }
  }

  /** The same, when whoever is outside and has just told it something has had its turn. */
  wakeLater(): void {
    if (this.state !== IDLE) return;
    this.state = UP;
    this.system.scheduler.gather(this as StatefulCell as ActorCell);
  }

  /** Nothing goes on in it any more. */
  fallAsleep(): void {
    this.state = IDLE;
  }

  /** It waits for its turn, or has it. */
  getUp(): void {
    this.state = UP;
  }

  /** A promise goes on with it. */
  pend(): void {
    this.state = PENDING;
  }

  /** A timer goes on with it. */
  pause(): void {
    this.state = PAUSED;
  }

  end(): void {
    this.state = GONE;
    this.isOpen = false;
  }
}
