import { Inject } from '@nestjs/common';
import type { ActorClass } from '../runtime/actor-definition.js';
import { getActorToken } from './actor-token.js';
import { refuseStandardDecorator } from './standard-decorator.js';

/**
 * Injects an {@link ActorRef}: the address of an actor, which can be told messages and nothing else. Works in every module.
 *
 * @param actor The actor's class, or its name where two files would import each other.
 * @throws TypeError when the class is no actor. An application that lacks the actor does not start; with Nest's
 * `@Optional()` beside it it does, and the ref is undefined.
 * @example
 * ```ts
 * @Injectable()
 * class Checkout {
 *   constructor(@InjectActor(OrderActor) private readonly orders: ActorRef<OrderActor>) {}
 *
 *   checkOut(orderId: string): void {
 *     this.orders.tell(new PlaceOrder(orderId));
 *   }
 * }
 * ```
 */
export function InjectActor(actor: ActorClass | string): PropertyDecorator & ParameterDecorator {
  const inject = Inject(getActorToken(actor));
  return (target: object, key: string | symbol | undefined, index?: number) => {
    refuseStandardDecorator('InjectActor', key);
    inject(target, key, index as number);
  };
}
