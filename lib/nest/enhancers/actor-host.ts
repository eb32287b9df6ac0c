import type { ArgumentsHost } from '@nestjs/common';
import type { ActorContext } from '../../runtime/actor-context.js';

/** What `getType()` answers in an enhancer that runs around a handler. */
export const ACTOR_CONTEXT_TYPE = 'actor';

/** The arguments of a handler, as its guards, interceptors and filters see them. */
export interface ActorHost {
  getType(): typeof ACTOR_CONTEXT_TYPE;
  /** The message and its context; neither leads to the actor's instance. */
  getArgs(): [message: object, context: ActorContext];
  getArgByIndex(index: 0): object;
  getArgByIndex(index: 1): ActorContext;
}

/**
 * Tells whether a guard, an interceptor or a filter runs around a handler of an actor, and gives its arguments their types.
 *
 * @param host What the enhancer was given: an `ExecutionContext` or an `ArgumentsHost`.
 * @example
 * ```ts
 * class TenantGuard implements CanActivate {
 *   canActivate(execution: ExecutionContext): boolean {
 *     if (!isActorContext(execution)) return true;
 *     const [message, context] = execution.getArgs();
 *     return context.envelope.headers['tenant'] !== undefined;
 *   }
 * }
 * ```
 */
export function isActorContext<H extends ArgumentsHost>(host: H): host is ActorHost & H {
  return host.getType<string>() === ACTOR_CONTEXT_TYPE;
}
