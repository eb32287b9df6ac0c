import type { ActorClass } from '../runtime/actor-definition.js';
import type { ActorMetadata } from './actor-metadata.js';
import { ACTOR_METADATA } from './mailbox.constants.js';

/** The token under which an `ActorRef` is injected. A string, so that Nest's own errors name the actor. */
export type ActorToken = `ActorRef(${string})`;

const NAMES = Symbol.for('nestjs-mailbox:actor-names');

/**
 * The names of all actors that a decorator has mentioned in this process, in any application and any copy of this library.
 * Each application offers a ref for each: Nest asks for providers before it can be known which of them are wanted.
 */
function recordedNames(): Set<string> {
  const place = globalThis as { [NAMES]?: Set<string> };
  return (place[NAMES] ??= new Set());
}

export function recordActorName(name: string): void {
  recordedNames().add(name);
}

export function recordedActorNames(): readonly string[] {
  return [...recordedNames()];
}

export function actorTokenOf(name: string): ActorToken {
  return `ActorRef(${name})`;
}

/**
 * The injection token of an actor's ref: for `app.get`, for `inject` of a factory, and for `overrideProvider` in a test.
 *
 * @param actor The actor's class, or its name.
 * @throws TypeError when the class is no actor, or not there yet because two files import each other.
 * @example
 * ```ts
 * const orders = app.get<ActorRef<OrderActor>>(getActorToken(OrderActor));
 * orders.tell(new PlaceOrder({ orderId: 'o-1', sku: 'a', quantity: 1 }));
 * ```
 */
export function getActorToken(actor: ActorClass | string): ActorToken {
  const name = typeof actor === 'string' ? actor : nameOf(actor);
  recordActorName(name);
  return actorTokenOf(name);
}

function nameOf(actor: ActorClass | undefined): string {
  if (actor === undefined) {
    throw new TypeError(
      "the actor class is undefined: two files import each other; use the actor's name, as in @InjectActor('order')",
    );
  }
  const metadata = Reflect.getMetadata(ACTOR_METADATA, actor) as ActorMetadata | undefined;
  if (metadata === undefined) {
    throw new TypeError(
      `${actor.name} is no actor (yet); add @Actor() to it. An actor finds its own ref at context.self`,
    );
  }
  return metadata.name;
}
