import type { Handler } from './handler.js';
import type { Router } from './router.js';

/** Finds the owner of a message, and remembers the last one: most who send, send one type. */
export class Route {
  private type: unknown = undefined;
  private handler: Handler | undefined = undefined;

  constructor(private readonly router: Router) {}

  /** The handler of the actor that owns a message. */
  to(message: object): Handler | undefined {
    const type = message.constructor;
    return type === this.type ? this.handler : this.look(type);
  }

  private look(type: unknown): Handler | undefined {
    const handler = this.router.findOwner(type);
    if (handler === undefined) return undefined; // it may be registered later
    this.type = type;
    this.handler = handler;
    return handler;
  }
}
