import type { ActorCell } from './actor-cell.js';
import { type ActivationContext, isContext, occasionOf } from './actor-context.js';
import type { ActorClass } from './actor-definition.js';
import type { RefHost } from './actor-ref.js';
import type { ActorSystem } from './actor-system.js';
import type { Actor } from './actor.js';
import { Address } from './address.js';
import { knownTo, type Occasion } from './delivery.js';
import type { Handler } from './handler.js';
import { Route } from './route.js';
import type { SendOptions } from './send-options.js';

/** Where the messages of a ref go: to the actor that it names, whoever owns them, and to the instance of its key. It remembers both. */
export class Recipient extends Route implements RefHost {
  private found: Actor | undefined = undefined;

  constructor(
    system: ActorSystem,
    private readonly target: ActorClass | string,
    readonly key: string | undefined,
  ) {
    super(system);
  }

  /** Undefined as long as the actor is not known. */
  get actor(): Actor | undefined {
    return (this.found ??= this.system.router.find(this.target));
  }

  tell(message: object, options: SendOptions | ActivationContext | undefined): void {
    if (isContext(options)) this.tellFrom(occasionOf(options), message);
    else this.system.verbsNow().tell(message, options, this);
  }

  private tellFrom(occasion: Occasion, message: object): void {
    const { system } = this;
    system.verbsInside.tellFrom(knownTo(system.ids, occasion), message, undefined, this);
  }

  describe(): string {
    const { key, target } = this;
    const name = this.actor?.definition.name ?? (typeof target === 'string' ? target : target.name);
    return String(new Address(name, key));
  }

  protected override findHandler(type: unknown): Handler | undefined {
    return this.actor?.handlers.get(type);
  }

  protected override findInstance(handler: Handler, message: object): ActorCell | undefined {
    if (this.key === undefined) return super.findInstance(handler, message);
    return (this.cell = handler.actor.findByKey(this.key));
  }

  /** The same for all of its handlers, if the ref names it. */
  protected override instanceOf(handler: Handler): ActorCell | undefined {
    return this.key === undefined ? super.instanceOf(handler) : this.cell;
  }
}
