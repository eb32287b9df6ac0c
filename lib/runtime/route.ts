import type { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import type { Handler } from './handler.js';

/**
 * Finds the instance that takes a message. Remembers the last handler and the one before that: most who send, send one type, or one
 * and another in turn.
 */
export class Route {
  /** What takes the message whose instance was found last. */
  handler: Handler | undefined = undefined;
  private former: Handler | undefined = undefined;
  /** The instance of the last handler, if it is known without a look at the message. */
  protected cell: ActorCell | undefined = undefined;

  constructor(protected readonly system: ActorSystem) {}

  /** The instance that takes it, if nothing but its class and its key has a say. */
  to(message: object): ActorCell | undefined {
    if (message === undefined || message === null) return undefined; // untyped code may send anything
    const type: unknown = message.constructor; // and hide it behind null
    const { handler: last } = this;
    const handler = last !== undefined && last.message === type ? last : this.turnTo(type);
    if (handler === undefined) return undefined;
    const { cell } = this;
    return cell !== undefined && cell.isOpen === true ? cell : this.findInstance(handler, message);
  }

  protected findHandler(type: unknown): Handler | undefined {
    return this.system.router.findOwner(type);
  }

  protected findInstance(handler: Handler, message: object): ActorCell | undefined {
    const cell = handler.actor.find(handler, message);
    // Its keyBy has told something on the same way, or another instance has come in its place.
    if (this.handler !== handler || this.cell !== handler.single) this.remember(handler);
    return cell;
  }

  /** The instance, if it is known without a look at the message. */
  protected instanceOf(handler: Handler): ActorCell | undefined {
    return handler.single;
  }

  private turnTo(type: unknown): Handler | undefined {
    const { former } = this;
    const handler = former !== undefined && former.message === type ? former : this.findHandler(type);
    if (handler !== undefined) this.remember(handler); // else it may be registered later
    return handler;
  }

  private remember(handler: Handler): void {
    this.former = this.handler;
    this.handler = handler;
    this.cell = this.instanceOf(handler);
  }
}
