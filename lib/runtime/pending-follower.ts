import type { ActorCell } from './actor-cell.js';
import type { Batch } from './batch.js';
import type { Handling } from './handling.js';
import { hear } from './thenable.js';

/** V8 looks up what is imported with each use, and takes a constant of the module for what it is. */
const hearing = hear;

/** Followers that are handled one after the other. An object for each series, so that it is as young as they are at first: to write them to an old one takes longer. */
interface Chain {
  readonly leading: Batch;
  /** The one that is pending, or called. */
  message: object;
}

/**
 * A message that waited as it is, and whose `async` handler is pending. Most of these promises settle before anybody asks about their
 * message, so it becomes the {@link Handling}'s, with a delivery, when somebody does.
 */
export class PendingFollower {
  /** Undefined: none is pending, or it is the handling's. */
  private chain: Chain | undefined = undefined;

  constructor(
    private readonly cell: ActorCell,
    private readonly handling: Handling,
  ) {}

  /** The first of a chain. */
  pend(leading: Batch, message: object, promise: Promise<unknown>): void {
    this.chain = { leading, message };
    this.waitFor(promise);
  }

  /** Somebody asks about it, or it does not just end. Nothing comes from it, as its handler takes no context; so nobody will ask whether it is pending. */
  handOver(): void {
    const { chain } = this;
    if (chain === undefined) return;
    this.handling.hold(this.cell.follow(chain.leading, chain.message), undefined);
    this.chain = undefined;
  }

  private waitFor(promise: Promise<unknown>): void {
    hearing(promise, this.onFulfilled, this.onRejected);
    const { suspension, system } = this.cell;
    suspension.pend(system.scheduler.now);
  }

  /** Whether the next one follows at once: nothing else is to be looked at. */
  private mayGoOn({ leading }: Chain): boolean {
    const { hasPrior, size, system } = this.cell;
    return (
      leading.followers > 0 &&
      hasPrior === false &&
      system.isHeard === false &&
      leading.handler.isPlain === true &&
      system.scheduler.spendAtOnce(size)
    );
  }

  /** Calls the handler for the next one; an `async` method throws nothing itself. */
  private goOn(chain: Chain): void {
    const { cell } = this;
    const { leading } = chain;
    const message = cell.takeFollower(leading);
    chain.message = message;
    const { invoke } = leading.handler;
    // Not its `handle`: an `async` method that V8 takes in takes longer.
    const promise = (invoke as (message: object) => unknown).call(cell.instance as object, message);
    this.waitFor(promise as Promise<unknown>);
  }

  private readonly onFulfilled = (value: unknown): void => {
    const { cell, chain } = this;
    if (chain === undefined || value !== undefined || cell.system.activity.isObserved) {
      this.handOver();
      return this.handling.settled(value);
    }
    cell.getUp();
    chain.leading.handler.tally.handled += 1;
    if (this.mayGoOn(chain)) return this.goOn(chain);
    this.chain = undefined;
    cell.suspension.resume();
  };

  private readonly onRejected = (error: unknown): void => {
    this.handOver();
    this.handling.rejected(error);
  };
}
