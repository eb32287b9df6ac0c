import type { Actor } from './actor.js';
import type { ActorClass } from './actor-definition.js';
import { InvalidDefinitionError } from './errors.js';
import type { Handler } from './handler.js';
import type { MessageClass } from './message.js';

const NOBODY: readonly Handler[] = [];

/** Knows who takes which message: its owner, its subscribers; and who answers to a name or class. */
export class Router {
  readonly #actors: Actor[] = [];
  readonly #owners = new Map<unknown, Handler>();
  readonly #subscribers = new Map<unknown, Handler[]>();
  readonly #byName = new Map<ActorClass | string, Actor>();

  get actors(): readonly Actor[] {
    return this.#actors;
  }

  /**
   * Adds all of them or, if one may not be, none.
   *
   * @throws InvalidDefinitionError for a second actor of one name, or a second owner of one message type.
   */
  add(actors: readonly Actor[]): void {
    this.#judge(actors);
    for (const actor of actors) this.#add(actor);
  }

  #judge(actors: readonly Actor[]): void {
    const named = new Map<unknown, Actor>(this.#byName);
    const owners = new Map(this.#owners);
    for (const actor of actors) {
      const { name, className } = actor.definition;
      const namesake = named.get(name);
      if (namesake !== undefined) {
        throw new InvalidDefinitionError(
          `${namesake.definition.className} and ${className} are both named '${name}'; give one of them another name`,
        );
      }
      named.set(name, actor);
      for (const handler of actor.handlers.values()) {
        const owner = owners.get(handler.message);
        if (handler.kind !== 'handle') continue;
        if (owner !== undefined) {
          throw new InvalidDefinitionError(
            `${handler.type} is handled by ${owner.actor.definition.className} and by ${className}; let one own it, and the other subscribe`,
          );
        }
        owners.set(handler.message, handler);
      }
    }
  }

  #add(actor: Actor): void {
    const { name, classes } = actor.definition;
    this.#actors.push(actor);
    for (const target of [name, ...classes]) this.#byName.set(target, actor);
    for (const handler of actor.handlers.values()) {
      const { kind, message } = handler;
      if (kind === 'handle') this.#owners.set(message, handler);
      else this.#subscribers.set(message, [...this.subscribersOf(message), handler]);
    }
  }

  /** The message classes that somebody owns. */
  get ownedClasses(): Iterable<MessageClass> {
    return this.#owners.keys() as Iterable<MessageClass>;
  }

  /** The handler of the actor that owns a message. */
  findOwner(messageClass: unknown): Handler | undefined {
    return this.#owners.get(messageClass);
  }

  subscribersOf(messageClass: unknown): readonly Handler[] {
    return this.#subscribers.get(messageClass) ?? NOBODY;
  }

  find(target: ActorClass | string): Actor | undefined {
    return this.#byName.get(target);
  }
}
