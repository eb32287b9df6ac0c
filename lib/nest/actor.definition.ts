import type { ActorContext } from '../runtime/actor-context.js';
import type { ActorDefinition, HandlerDefinition } from '../runtime/actor-definition.js';
import { MissingMethodError } from '../runtime/errors.js';
import { enhancersOf } from './enhancers/bound-enhancers.js';
import { enhancedCall } from './enhancers/enhanced-handler.js';
import type { FoundActor } from './exploration.js';
import { type FoundHandler, handlersOf, isKeyed } from './found-handlers.js';
import type { Constructor } from './nest-container.js';

/** Changes what has been found before the runtime knows it; the testing kit puts probes in the place of actors. */
export type DefinitionsHook = (definitions: readonly ActorDefinition[]) => readonly ActorDefinition[];

/** Writes an actor down as the runtime takes it. */
export function toDefinition(actor: FoundActor, create: ActorDefinition['create']): ActorDefinition {
  const { type, className, token, name, options } = actor;
  const { keyBy, mailbox, supervision, idleTimeoutMs, maxInstances, deduplicate } = options;
  const handlers = handlersOf(actor).map(toHandler);
  return {
    name,
    className,
    classes: typeof token === 'function' && token !== type ? [type, token as Constructor] : [type],
    keyed: isKeyed(actor),
    handlers,
    create,
    keyBy,
    mailbox,
    supervision,
    idleTimeoutMs,
    maxInstances,
    deduplicate,
  };
}

function toHandler(handler: FoundHandler): HandlerDefinition {
  const { kind, message, method, options } = handler;
  const { keyBy, retry, timeoutMs } = options;
  return { kind, message, method, invoke: invokerOf(handler), keyBy, retry, timeoutMs };
}

/** A handler around which nothing runs is called directly, also in an actor that has enhancers elsewhere. */
function invokerOf({ actor, className, method }: FoundHandler): HandlerDefinition['invoke'] {
  const direct = callerOf(className, method);
  const metadata = actor.methods.find(({ name }) => name === method);
  const isEnhanced =
    actor.options.enhancers === true && metadata !== undefined && enhancersOf(actor, metadata).length > 0;
  return isEnhanced ? enhancedCall(actor, metadata, direct) : direct;
}

type Method = (this: object, message: object, context: ActorContext) => unknown;

/** Looks the method up at each call, so that a spy that a test sets on the prototype is called. */
function callerOf(className: string, name: string): HandlerDefinition['invoke'] {
  return (instance, message, context) => {
    const method = (instance as Record<string, Method | undefined>)[name];
    if (typeof method !== 'function') throw new MissingMethodError(`${className}.${name}`);
    return method.call(instance, message, context);
  };
}
