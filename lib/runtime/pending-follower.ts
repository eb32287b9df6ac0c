import type { ActorCell } from './actor-cell.js';
import type { Delivery } from './delivery.js';
import type { Handling } from './handling.js';
import { hear } from './thenable.js';

/**
 * A message that waited as it is, and whose `async` handler is pending. Most of these promises settle before anybody asks about their
 * message, so it becomes the {@link Handling}'s, with a delivery, when somebody does.
 */
export class PendingFollower {
  /** Undefined: none is pending, or it is the handling's. */
  private message: object | undefined = undefined;
  private leading: Delivery | undefined = undefined;

  constructor(
    private readonly cell: ActorCell,
    private readonly handling: Handling,
  ) {}

  pend(leading: Delivery, message: object, promise: Promise<unknown>): void {
    if (this.leading !== leading) this.leading = leading; // a look costs less than a write
    this.message = message;
    hear(promise, this.onFulfilled, this.onRejected);
    const { suspension, system } = this.cell;
    suspension.pend(system.scheduler.now);
  }

  /** Somebody asks about it, or it does not just end. Nothing comes from it, as its handler takes no context; so nobody will ask whether it is pending. */
  handOver(): void {
    const { message } = this;
    if (message === undefined) return;
    this.handling.hold(this.cell.follow(this.leading as Delivery, message), undefined);
    this.message = this.leading = undefined;
  }

  /** Calls the handler for the next one, if nothing else is to be looked at; an `async` method throws nothing itself. */
  private goOn(leading: Delivery): void {
    const { cell } = this;
    const { isHeard, scheduler } = cell.system;
    if (
      leading.followers > 0 &&
      cell.hasPrior === false &&
      isHeard === false &&
      cell.actor.sampledAt === scheduler.now &&
      scheduler.grant(1) === 1
    ) {
      const message = cell.takeFollower(leading);
      const { invoke } = leading.handler;
      const promise = (invoke as (message: object) => unknown).call(cell.instance as object, message);
      this.pend(leading, message, promise as Promise<unknown>);
    } else {
      this.leading = undefined;
      cell.run();
    }
  }

  private readonly onFulfilled = (value: unknown): void => {
    const { cell } = this;
    if (this.message === undefined || value !== undefined || cell.system.activity.isObserved) {
      this.handOver();
      return this.handling.settled(value);
    }
    const leading = this.leading as Delivery;
    this.message = undefined;
    cell.getUp();
    leading.handler.tally.handled += 1;
    if (cell.system.scheduler.resume(cell)) this.goOn(leading);
    else this.leading = undefined;
  };

  private readonly onRejected = (error: unknown): void => {
    this.handOver();
    this.handling.rejected(error);
  };
}
