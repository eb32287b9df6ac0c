import type { ActorCell } from './actor-cell.js';
import type { Handler } from './handler.js';
import type { Router } from './router.js';

/** Finds the owner of a message, and remembers the last one: most who send, send one type. */
export class Route {
  private type: unknown = undefined;
  private handler: Handler | undefined = undefined;

  constructor(protected readonly router: Router) {}

  /** The handler that takes a message. */
  to(message: object): Handler | undefined {
    const type: unknown = message?.constructor; // null, from untyped code, gets its error where no handler is found
    return type === this.type ? this.handler : this.look(type);
  }

  /** The instance that takes it, if nothing but its class and its key has a say. */
  instanceFor(handler: Handler, message: object): ActorCell | undefined {
    const { actor } = handler;
    return actor.direct ?? actor.find(handler, message);
  }

  protected find(type: unknown): Handler | undefined {
    return this.router.findOwner(type);
  }

  private look(type: unknown): Handler | undefined {
    const handler = this.find(type);
    if (handler === undefined) return undefined; // it may be registered later
    this.type = type;
    this.handler = handler;
    return handler;
  }
}
