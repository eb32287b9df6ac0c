import type { ActorCell } from './actor-cell.js';
import type { ActorClass } from './actor-definition.js';
import type { Actor } from './actor.js';
import type { Handler } from './handler.js';
import { Route } from './route.js';
import type { Router } from './router.js';

/** Where the messages of a ref go: to the actor that it names, whoever owns them, and to the instance of its key. It remembers both. */
export class Recipient extends Route {
  private found: Actor | undefined = undefined;

  constructor(
    router: Router,
    private readonly target: ActorClass | string,
    readonly key: string | undefined,
  ) {
    super(router);
  }

  /** Undefined as long as the actor is not known. */
  get actor(): Actor | undefined {
    return (this.found ??= this.router.find(this.target));
  }

  protected override findHandler(type: unknown): Handler | undefined {
    return this.actor?.handlers.get(type);
  }

  protected override findInstance(handler: Handler, message: object): ActorCell | undefined {
    if (this.key === undefined) return super.findInstance(handler, message);
    return (this.cell = handler.actor.findByKey(this.key));
  }
}
