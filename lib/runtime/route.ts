import type { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import type { Handler } from './handler.js';

/**
 * Finds what takes a message, and the instance that it is for. Remembers two handlers: most who send, send one type, or one and another in
 * turn.
 */
export class Route {
  /** The instance of the key that a ref names, if this is the way of one that does. */
  protected cell: ActorCell | undefined = undefined;
  private latest: Handler | undefined = undefined;
  private former: Handler | undefined = undefined;

  constructor(protected readonly system: ActorSystem) {}

  /** What takes it. */
  handlerOf(message: object): Handler | undefined {
    const type: unknown = message?.constructor; // untyped code may send anything
    const { latest } = this;
    return latest !== undefined && latest.message === type ? latest : this.handlerOfType(type);
  }

  /** The instance that it is for, if nothing but its class and its key has a say. */
  instanceOf(message: object, handler: Handler): ActorCell | undefined {
    const cell = this.cell ?? handler.single;
    return cell !== undefined && cell.isOpen === true ? cell : this.findInstance(message, handler);
  }

  protected findHandler(type: unknown): Handler | undefined {
    return this.system.router.findOwner(type);
  }

  protected findInstance(message: object, handler: Handler): ActorCell | undefined {
    return handler.actor.find(handler, message);
  }

  private handlerOfType(type: unknown): Handler | undefined {
    const { former } = this;
    return former !== undefined && former.message === type ? former : this.learn(type);
  }

  private learn(type: unknown): Handler | undefined {
    const handler = this.findHandler(type);
    if (handler === undefined) return undefined; // it may be registered later
    this.former = this.latest;
    this.latest = handler;
    return handler;
  }
}
