import type { MessageClass } from '../runtime/message.js';
import { recordHandler } from './handle.decorator.js';
import type { HandleOptions } from './handle-options.js';
import type { HandlerDecorator } from './handler-rule.js';
import type { HandlerKeyRule } from './key-rule.js';

/**
 * Makes a method hear an event: every `publish` of that class brings it here, as to every other subscriber.
 *
 * The rules for the method are those of {@link Handle}; there may be any number of subscribing actors, or none.
 *
 * @param event The event's class.
 * @param options See {@link HandleOptions}; retry and time limit are each subscriber's own. An event is not exposed to the outside.
 * @example
 * ```ts
 * @Actor()
 * class StatisticsActor {
 *   #confirmed = 0;
 *
 *   @Subscribe(OrderConfirmed)
 *   count(): void {
 *     this.#confirmed += 1;
 *   }
 * }
 * ```
 */
export function Subscribe<M extends object, Read extends object = M>(
  event: MessageClass<M>,
  options?: Omit<HandleOptions<Read>, 'ingress'> & HandlerKeyRule<M, Read>,
): HandlerDecorator<M> {
  return recordHandler('subscribe', event, options);
}
