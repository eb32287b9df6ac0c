import type { ActorCell } from './actor-cell.js';
import { type ActivationContext, occasionIn } from './actor-context.js';
import type { ActorClass } from './actor-definition.js';
import type { RefHost } from './actor-ref.js';
import type { ActorSystem } from './actor-system.js';
import type { Actor } from './actor.js';
import { Address } from './address.js';
import { knownTo, type Occasion } from './delivery.js';
import type { Handler } from './handler.js';
import { Route } from './route.js';
import type { SendOptions } from './send-options.js';

/** V8 looks up what is imported with each use, and takes a constant of the module for what it is. */
const occasionGiven = occasionIn;

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
    const { system } = this;
    const occasion = occasionGiven(options);
    if (occasion !== undefined && occasion.host.system === system)
      system.verbsInside.tellFrom(occasion, message, undefined, this);
    else this.tellOtherwise(message, options, occasion);
  }

  /** From outside, or from a handler of another runtime. */
  private tellOtherwise(
    message: object,
    options: SendOptions | ActivationContext | undefined,
    occasion: Occasion | undefined,
  ): void {
    const { system } = this;
    if (occasion === undefined) system.verbsNow().tell(message, options, this);
    else system.verbsInside.tellFrom(knownTo(system, occasion), message, undefined, this);
  }

  describe(): string {
    const { key, target } = this;
    const name = this.actor?.definition.name ?? (typeof target === 'string' ? target : target.name);
    return String(new Address(name, key));
  }

  /** A key for an actor that has none leads nowhere. */
  protected override findHandler(type: unknown): Handler | undefined {
    const { actor, key } = this;
    return key !== undefined && actor?.isKeyed === false ? undefined : actor?.handlers.get(type);
  }

  protected override findInstance(message: object, handler: Handler): ActorCell | undefined {
    if (this.key === undefined) return super.findInstance(message, handler);
    return (this.cell = handler.actor.findByKey(this.key));
  }
}
