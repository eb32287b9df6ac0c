import { ACTOR_METADATA } from '../nest/index.js';
import type { ActorClass } from '../runtime/index.js';

/** The name that `@Actor` gave a class; of any other class, its own. */
export function actorNameOf(actor: ActorClass | string): string {
  if (typeof actor === 'string') return actor;
  const metadata = Reflect.getMetadata(ACTOR_METADATA, actor) as { readonly name: string } | undefined;
  return metadata?.name ?? actor.name;
}

/** The actor's name in an address as traces show it: `order/o-1`, or `outside`. */
export function actorAt(place: string): string {
  return place.split('/', 1)[0] as string;
}
