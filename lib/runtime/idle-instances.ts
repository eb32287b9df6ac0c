import type { ActorCell } from './actor-cell.js';
import type { Actor } from './actor.js';
import { CellList } from './cell-list.js';
import type { ClockTimer } from './clock.js';

/**
 * The keyed instances of an actor that nothing keeps from being passivated. Ends those that are idle for too long, and the longest idle
 * one where there are too many.
 *
 * In which order they came to rest is a number in each. They are put in a list when somebody first asks for the longest idle one, and
 * from then on as they come: most actors never have too many instances, and would pay for that list with each message.
 */
export class IdleInstances {
  private readonly inOrder = new CellList<ActorCell>();
  /** Whether they are in the list. */
  private isOrdered: boolean;
  private rests = 0;
  private timer: ClockTimer | undefined = undefined;

  constructor(private readonly actor: Actor) {
    this.isOrdered = actor.definition.idleTimeoutMs !== undefined;
  }

  /** Notes that an instance has nothing to do. */
  add(cell: ActorCell): void {
    if (this.isOrdered === true) return this.append(cell);
    this.rests += 1;
    cell.idleSince = this.rests;
  }

  endLongest(): void {
    if (!this.isOrdered) this.putInOrder();
    for (const cell of this.inOrder) {
      if (cell.isAsleep) return cell.passivateNow();
      this.inOrder.remove(cell); // it has been told something meanwhile
    }
  }

  stopTimer(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  private append(cell: ActorCell): void {
    const { definition, system } = this.actor;
    const { idleTimeoutMs } = definition;
    cell.idleSince = system.scheduler.now;
    this.inOrder.push(cell);
    this.actor.relieve();
    if (idleTimeoutMs !== undefined && system.state === 'running') this.armTimer(idleTimeoutMs);
  }

  private putInOrder(): void {
    this.isOrdered = true;
    const idle = [...this.actor.cells].filter((cell) => cell.mayEnd);
    for (const cell of idle.sort((one, other) => one.idleSince - other.idleSince)) this.inOrder.push(cell);
  }

  private armTimer(idleTimeoutMs: number): void {
    const { first } = this.inOrder;
    if (this.timer !== undefined || first === undefined) return;
    const { clock, scheduler } = this.actor.system;
    const waitMs = first.idleSince + idleTimeoutMs - scheduler.now;
    this.timer = clock.setTimer(() => this.endOverdue(idleTimeoutMs), Math.max(0, waitMs), 'upkeep');
  }

  private endOverdue(idleTimeoutMs: number): void {
    this.timer = undefined;
    const oldest = this.actor.system.scheduler.now - idleTimeoutMs;
    for (
      let { first } = this.inOrder;
      first !== undefined && first.idleSince <= oldest;
      { first } = this.inOrder
    )
      first.passivateIdle();
    this.armTimer(idleTimeoutMs);
  }
}
