import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { ActorContext } from '../../runtime/actor-context.js';
import type { HandlerDefinition } from '../../runtime/actor-definition.js';
import { isThenable } from '../../runtime/thenable.js';
import type { FoundActor } from '../exploration.js';
import { MESSAGE_ARGUMENT_METADATA } from '../mailbox.constants.js';
import type { MethodMetadata } from '../mailbox-metadata.accessor.js';
import { ACTOR_CONTEXT_TYPE } from './actor-host.js';
import { AttemptScope } from './attempt-scope.js';
import { enhancersOf, FILTERS, INTERCEPTORS, PIPES } from './bound-enhancers.js';
import { exceptionFilters } from './exception-filters.js';
import { endingOf, HandlerCall } from './handler-call.js';
import { localContextCreator } from './local-context-creator.js';

type Invoke = HandlerDefinition['invoke'];

/** A request's body, to Nest: a `ValidationPipe` leaves alone what it takes for less than that. */
const BODY = 3;

/**
 * Calls a handler through the guards, interceptors, pipes and filters that are bound to it.
 *
 * The calls are made by Nest's `ExternalContextCreator`, once per handler and not per instance: it gets an object that stands for the
 * instance, and what it calls finds the live one by the attempt's context, which nobody outside can do.
 *
 * @param direct Calls the handler itself.
 */
export function enhancedCall(actor: FoundActor, metadata: MethodMetadata, direct: Invoke): Invoke {
  const { type, className } = actor;
  const { name, method } = metadata;
  const label = `${className}.${name}`;
  const calls = new WeakMap<ActorContext, HandlerCall>();
  const standIn = Object.create(type.prototype as object) as Record<string, unknown>;
  const run = likeMethod(method, (_, context) => calls.get(context)?.run());
  const enhanced = localContextCreator(actor).create(
    standIn,
    run,
    name,
    undefined,
    undefined,
    undefined,
    undefined,
    { guards: true, interceptors: true, filters: false },
    ACTOR_CONTEXT_TYPE,
  );
  const transform = transformer(actor, metadata, standIn);
  const filter = exceptionFilters(enhancersOf(actor, metadata, [FILTERS]));
  const isIntercepted = enhancersOf(actor, metadata, [INTERCEPTORS]).length > 0;

  return async function enhance(message, context) {
    Object.preventExtensions(context); // no bag in which a handler leaves what it must not return, for an interceptor to take
    const scope = isIntercepted ? new AttemptScope() : undefined;
    const prepare = transform && (() => transform(message));
    const handle = (given = message): unknown => direct.call(this, given, context);
    const call = new HandlerCall(label, context, prepare, handle, scope);
    calls.set(context, call);
    const around = (): Promise<unknown> => enhanced(message, context) as Promise<unknown>;
    const ending = await endingOf(scope === undefined ? around() : scope.enter(around));
    const left = await call.end();
    if (call.returned !== undefined) return call.returned.value; // whatever its interceptors made of it
    const failure = [ending, left].find((one) => one !== undefined && 'error' in one);
    if (failure === undefined) return (ending as { value: unknown }).value;
    return filter((failure as { error: unknown }).error, hostOf([message, context]));
  };
}

/**
 * What the pipes make of a message, and only of that: the context is no data. Undefined where no pipe is bound. Nest awaits what it gives
 * to a pipe, so a message with a `then` would choose what the handler gets.
 */
function transformer(
  actor: FoundActor,
  metadata: MethodMetadata,
  standIn: object,
): ((message: object) => Promise<object>) | undefined {
  if (enhancersOf(actor, metadata, [PIPES]).length === 0) return undefined;
  const { type } = actor;
  const argument = { [`${BODY}:0`]: { index: 0, data: undefined, pipes: [] } };
  const classes = new Set<object>([type, (type.prototype as object).constructor]); // which of them Nest asks depends on its version
  for (const one of classes) Reflect.defineMetadata(MESSAGE_ARGUMENT_METADATA, argument, one, metadata.name);
  const transform = localContextCreator(actor).create(
    standIn as Record<string, unknown>,
    likeMethod(metadata.method, (message) => message),
    metadata.name,
    MESSAGE_ARGUMENT_METADATA,
    { exchangeKeyForValue: (_type: number, _data: unknown, [message]: unknown[]) => message },
    undefined,
    undefined,
    { guards: false, interceptors: false, filters: false },
    ACTOR_CONTEXT_TYPE,
  );
  return async (message) => {
    if (isThenable(message))
      throw new TypeError('a message has a method named then, and no pipe can take it; give it another name');
    return transform(message) as Promise<object>;
  };
}

/** Gives a function the name of a handler, and everything that decorators have written on it, for guards that look there. */
function likeMethod(
  method: object,
  call: (message: object, context: ActorContext) => unknown,
): (...args: unknown[]) => unknown {
  Object.defineProperty(call, 'name', { value: (method as { name?: string }).name });
  return Object.setPrototypeOf(call, method) as (...args: unknown[]) => unknown;
}

function hostOf(args: [message: object, context: ActorContext]): ExecutionContextHost {
  const host = new ExecutionContextHost(args);
  host.setType(ACTOR_CONTEXT_TYPE);
  return host;
}
