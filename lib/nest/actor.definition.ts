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
  const direct = callerOf(className, method, seesContext(actor.type.prototype as object, method));
  const metadata = actor.methods.find(({ name }) => name === method);
  const isEnhanced =
    actor.options.enhancers === true && metadata !== undefined && enhancersOf(actor, metadata).length > 0;
  return isEnhanced ? enhancedCall(actor, metadata, direct) : direct;
}

type Method = (this: object, message: object, context: ActorContext) => unknown;

/** Looks the method up at each call, so that a spy that a test sets on the prototype is called. */
function callerOf(className: string, name: string, seesContext: boolean): HandlerDefinition['invoke'] {
  const find = (instance: object): Method => {
    const method = (instance as Record<string, Method | undefined>)[name];
    if (typeof method !== 'function') throw new MissingMethodError(`${className}.${name}`);
    return method;
  };
  return seesContext
    ? (instance, message, context) => find(instance).call(instance, message, context)
    : (instance, message) => find(instance).call(instance, message, undefined as never);
}

/**
 * Whether a method can see a second argument. It cannot if the compiler wrote down one parameter and the function has just that one:
 * what another decorator has put in its place takes any number, and may pass them on.
 */
function seesContext(prototype: object, name: string): boolean {
  const parameters = Reflect.getMetadata('design:paramtypes', prototype, name) as
    readonly unknown[] | undefined;
  const method = (prototype as Record<string, unknown>)[name];
  return !(parameters?.length === 1 && typeof method === 'function' && method.length === 1);
}
