import type { Actor } from './actor.js';
import type { Address } from './address.js';
import { ReportingCell } from './reporting-cell.js';

export const IDLE = 0;
export const UP = 1;
const PENDING = 2;
const PAUSED = 3;
const GONE = 4;

/**
 * Where a cell is in its life. Only the idle state lets a message wake it. During a handler, across its awaits and between its attempts,
 * it is in another one: that is what keeps messages one at a time.
 *
 * The states are numbers, for they are compared several times for each message, and texts take longer. Who wakes a cell compares them
 * itself: a call more, and V8 would not inline the way of a message.
 */
export abstract class StatefulCell extends ReportingCell {
  protected state = IDLE;
  /** Whether messages may come straight to it: it lives, and its actor looks at nothing else than their class and their key. */
  isOpen: boolean;

  constructor(actor: Actor, address: Address) {
    super(actor, address);
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
