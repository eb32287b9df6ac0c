import type { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import type { Handler } from './handler.js';

/** The type of no message: one of untyped code may hide its own behind null, or have none. */
const NONE = Symbol('none');

/**
 * Finds the instance that takes a message. Remembers the last handler, its actor's only instance, and the handler before that: most who
 * send, send one type, or one and another in turn.
 */
export class Route {
  /** What takes the message whose instance was found last. */
  handler: Handler | undefined = undefined;
  private type: unknown = NONE;
  protected cell: ActorCell | undefined = undefined;
  private former: Handler | undefined = undefined;

  constructor(protected readonly system: ActorSystem) {}

  /** The instance that takes it, if nothing but its class and its key has a say. */
  to(message: object): ActorCell | undefined {
    const type: unknown = message?.constructor;
    if (type !== this.type && !this.turnTo(type)) return undefined;
    const { cell } = this;
    return cell !== undefined && cell.isOpen === true
      ? cell
      : this.findInstance(this.handler as Handler, message);
  }

  protected findHandler(type: unknown): Handler | undefined {
    return this.system.router.findOwner(type);
  }

  protected findInstance(handler: Handler, message: object): ActorCell | undefined {
    const cell = handler.actor.find(handler, message);
    if (this.handler !== handler) this.remember(handler); // its keyBy has told something on the same way
    return cell;
  }

  /** What is remembered of the actor of another handler. */
  protected instanceOf(handler: Handler): ActorCell | undefined {
    return handler.single;
  }

  private turnTo(type: unknown): boolean {
    const { former } = this;
    const handler = former !== undefined && former.message === type ? former : this.findHandler(type);
    if (handler === undefined) return false; // it may be registered later
    this.remember(handler);
    return true;
  }

  private remember(handler: Handler): void {
    this.former = this.handler;
    this.type = handler.message;
    this.handler = handler;
    this.cell = this.instanceOf(handler);
  }
}
