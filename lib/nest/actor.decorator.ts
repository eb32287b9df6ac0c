import { Injectable, Scope } from '@nestjs/common';
import type { ActorClass } from '../runtime/actor-definition.js';
import type { ActorMetadata } from './actor-metadata.js';
import { actorNameOf } from './actor-name.js';
import type { ActorOptions } from './actor-options.js';
import { recordActorName } from './actor-token.js';
import type { ActorKeyRule } from './key-rule.js';
import { ACTOR_METADATA } from './mailbox.constants.js';
import { refuseStandardDecorator } from './standard-decorator.js';

/**
 * Makes a class an actor: it owns its fields, and its `@Handle` methods react to messages, one at a time, in order.
 *
 * An actor is an ordinary provider of one module, with ordinary injection into its constructor and properties. Nest finds it but
 * never constructs it: only the runtime has instances, and nobody else can reach them. Everything that contradicts this is
 * reported when the application starts.
 *
 * @param options The actor's own options; see {@link ActorOptions} for units and defaults.
 * @example
 * ```ts
 * @Actor({ keyBy: (message: { orderId: string }) => message.orderId })
 * class OrderActor {
 *   #isPlaced = false;
 *
 *   @Handle(PlaceOrder)
 *   place(message: PlaceOrder, context: ActorContext): void {
 *     this.#isPlaced = true;
 *     context.tell(new ReserveStock(message.orderId));
 *   }
 * }
 * ```
 */
export function Actor<Read extends object = object>(
  options?: ActorOptions<Read>,
): <C extends ActorClass>(target: C & ActorKeyRule<InstanceType<C>, Read>) => void {
  return (target: ActorClass, ...more: unknown[]) => {
    refuseStandardDecorator('Actor', more[0]);
    const given: ActorOptions = (options as ActorOptions | undefined) ?? {};
    const name = typeof given.name === 'string' ? given.name : actorNameOf(target.name);
    // Transient: Nest lists such a provider, but makes none on its own, and calls no lifecycle hook of one.
    Injectable({ scope: Scope.TRANSIENT })(target);
    Reflect.defineMetadata(ACTOR_METADATA, { name, options: given } satisfies ActorMetadata, target);
    recordActorName(name);
  };
}
