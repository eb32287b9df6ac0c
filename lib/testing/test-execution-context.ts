import type { ExecutionContext, Type } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { ACTOR_CONTEXT_TYPE, type ActorHost } from '../nest/index.js';
import type { ActorContext } from '../runtime/index.js';

/**
 * Makes what a guard, an interceptor or a filter of an actor is given, for a plain unit test of it.
 *
 * @param actor The actor's class.
 * @param handler The name of the handler: what its decorators have written on it can be read.
 * @param context From `testContext({ message })`; its envelope has the message.
 * @example
 * ```ts
 * const context = testContext({ message: new PlaceOrder('o-1'), headers: { tenant: 'acme' } });
 * expect(new TenantGuard().canActivate(testExecutionContext(OrderActor, 'place', context))).toBe(true);
 * ```
 */
export function testExecutionContext<A extends object>(
  actor: Type<A>,
  handler: keyof A & string,
  context: ActorContext,
): ActorHost & ExecutionContext {
  const method = (actor.prototype as Record<string, () => unknown>)[handler];
  const host = new ExecutionContextHost([context.envelope.message, context], actor, method);
  host.setType(ACTOR_CONTEXT_TYPE);
  return host as unknown as ActorHost & ExecutionContext;
}
