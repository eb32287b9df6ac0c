import type { ActorCell } from './actor-cell.js';
import type { Handler } from './handler.js';
import type { Router } from './router.js';

/** The type of no message: one of untyped code may hide its own behind null, or have none. */
const NONE = Symbol('none');

/** Finds the instance that takes a message, and remembers the last handler, and its actor's instance: most who send, send one type. */
export class Route {
  /** What takes the message whose instance was found last. */
  handler: Handler | undefined = undefined;
  private type: unknown = NONE;
  protected cell: ActorCell | undefined = undefined;

  constructor(protected readonly router: Router) {}

  /** The instance that takes it, if nothing but its class and its key has a say. */
  to(message: object): ActorCell | undefined {
    const type: unknown = message?.constructor;
    if (type !== this.type && !this.look(type)) return undefined;
    const { cell } = this;
    return cell !== undefined && cell.isOpen === true
      ? cell
      : this.findInstance(this.handler as Handler, message);
  }

  protected findHandler(type: unknown): Handler | undefined {
    return this.router.findOwner(type);
  }

  protected findInstance(handler: Handler, message: object): ActorCell | undefined {
    const { actor } = handler;
    const cell = actor.find(handler, message);
    this.remember(handler); // a keyBy may have told something on the same way
    this.cell = actor.definition.keyed ? undefined : cell;
    return cell;
  }

  private look(type: unknown): boolean {
    const handler = this.findHandler(type);
    if (handler === undefined) return false; // it may be registered later
    this.remember(handler);
    this.cell = undefined;
    return true;
  }

  private remember(handler: Handler): void {
    this.type = handler.message;
    this.handler = handler;
  }
}
