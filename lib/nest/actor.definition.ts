import type { ActorContext } from '../runtime/actor-context.js';
import type { ActorDefinition, HandlerDefinition } from '../runtime/actor-definition.js';
import { MissingMethodError } from '../runtime/errors.js';
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

function toHandler({ kind, message, className, method, options }: FoundHandler): HandlerDefinition {
  const { keyBy, retry, timeoutMs } = options;
  return { kind, message, method, invoke: callerOf(className, method), keyBy, retry, timeoutMs };
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
