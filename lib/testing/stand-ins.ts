import type { ActorDefinition, HandlerDefinition } from '../runtime/index.js';

/**
 * Puts probes in the place of actors, before the application starts or in the middle of its life.
 *
 * Every definition passes through here and asks, with each instance and each message, whether its actor has been replaced. One
 * that has been makes no instances of its own, and its handlers are not called any more.
 */
export class StandIns {
  readonly #replaced = new Set<string>();

  /** The hook that the wiring calls with what it has found. */
  readonly pass = (definitions: readonly ActorDefinition[]): readonly ActorDefinition[] =>
    definitions.map((definition) => this.#switchable(definition));

  /** Replaces an actor, by its name. An instance that lives already hears of nothing more, except of its end. */
  replace(name: string): void {
    this.#replaced.add(name);
  }

  #switchable(definition: ActorDefinition): ActorDefinition {
    const isReplaced = (): boolean => this.#replaced.has(definition.name);
    const switchable = (handler: HandlerDefinition): HandlerDefinition => ({
      ...handler,
      invoke(message, context) {
        return isReplaced() ? undefined : handler.invoke.call(this, message, context);
      },
    });
    return {
      ...definition,
      create: () => (isReplaced() ? {} : definition.create()),
      handlers: definition.handlers.map(switchable),
    };
  }
}
