import { claimMessage } from '../runtime/claims.js';
import type { MessageClass } from '../runtime/message.js';
import type { HandlerMetadata } from './actor-metadata.js';
import type { HandleOptions } from './handle-options.js';
import type { HandlerDecorator } from './handler-rule.js';
import type { HandlerKeyRule } from './key-rule.js';
import {
  HANDLER_FUNCTIONS_METADATA,
  HANDLER_NAMES_METADATA,
  HANDLERS_METADATA,
} from './mailbox.constants.js';
import { refuseStandardDecorator } from './standard-decorator.js';

/**
 * Makes a method handle a message type, and its actor the one owner of it: `tell` and `deliver` bring such messages here.
 *
 * The method takes nothing, the message, or the message and its {@link ActorContext}, and returns nothing. A second owner in the
 * same application is refused when it starts.
 *
 * @param message The message class.
 * @param options See {@link HandleOptions}.
 * @throws StandardDecoratorError when the project compiles decorators without `experimentalDecorators`.
 * @example
 * ```ts
 * @Actor()
 * class InvoiceActor {
 *   @Handle(SendInvoice, { retry: { attempts: 3 }, timeoutMs: 5_000 })
 *   async send(message: SendInvoice, context: ActorContext): Promise<void> {
 *     context.publish(new InvoiceSent(message.orderId));
 *   }
 * }
 * ```
 */
export function Handle<M extends object, Read extends object = M>(
  message: MessageClass<M>,
  options?: HandleOptions<Read> & HandlerKeyRule<M, Read>,
): HandlerDecorator<M> {
  return recordHandler('handle', message, options);
}

/**
 * Writes on the prototype's method, not on the function: a decorator that wraps the function leaves it in place, and a subclass
 * that overrides the method without decorating it keeps handling what its parent handled. Writes the name down as well, as
 * nobody finds a field or a symbol by looking at the prototype; and the function, as a guard that is bound to it is gone with it.
 */
export function recordHandler(
  kind: HandlerMetadata['kind'],
  message: MessageClass,
  options?: object | null,
): HandlerDecorator<never> {
  return (prototype: object, method: string, descriptor?: PropertyDescriptor) => {
    refuseStandardDecorator(kind === 'handle' ? 'Handle' : 'Subscribe', method);
    const others = (Reflect.getOwnMetadata(HANDLERS_METADATA, prototype, method) ?? []) as HandlerMetadata[];
    if (kind === 'handle' && typeof message === 'function') claimMessage(message, prototype.constructor.name);
    const own: HandlerMetadata = { kind, message, options: options ?? {} };
    Reflect.defineMetadata(HANDLERS_METADATA, [own, ...others], prototype, method);
    recordFunctions(prototype, method, descriptor);
    const names = (Reflect.getMetadata(HANDLER_NAMES_METADATA, prototype) ?? []) as (string | symbol)[];
    Reflect.defineMetadata(HANDLER_NAMES_METADATA, [...new Set([...names, method])], prototype);
  };
}

/**
 * The function in the class, and the one that decorators below have put in its place: the class gets that one when the last decorator has
 * been applied.
 */
function recordFunctions(prototype: object, method: string, replaced?: PropertyDescriptor): void {
  const known = (Reflect.getOwnMetadata(HANDLER_FUNCTIONS_METADATA, prototype, method) ?? []) as object[];
  const written: unknown = Object.getOwnPropertyDescriptor(prototype, method)?.value;
  const functions = [written, replaced?.value as unknown].filter((one) => typeof one === 'function');
  const all = [...new Set<object>([...known, ...functions])];
  Reflect.defineMetadata(HANDLER_FUNCTIONS_METADATA, all, prototype, method);
}
