import type { ActorDefinition, HandlerDefinition } from '../runtime/actor-definition.js';
import { enhancersOf } from './enhancers/bound-enhancers.js';
import { enhancedCall } from './enhancers/enhanced-handler.js';
import type { FoundActor } from './exploration.js';
import { type FoundHandler, handlersOf, isKeyed } from './found-handlers.js';
import type { Constructor } from './nest-container.js';
import { seesContext } from './sees-context.js';

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
  return { kind, message, method, ...callOf(handler), keyBy, retry, timeoutMs };
}

/**
 * How a handler is called. The method is read once, here, as Nest reads the methods of a controller; and called directly where nothing
 * runs around it, also in an actor that has enhancers elsewhere.
 */
function callOf({ actor, method: name }: FoundHandler): Pick<HandlerDefinition, 'invoke' | 'takesContext'> {
  const prototype = actor.type.prototype as object;
  const invoke = (prototype as Record<string, HandlerDefinition['invoke']>)[
    name
  ] as HandlerDefinition['invoke'];
  const metadata = actor.methods.find((method) => method.name === name);
  const isEnhanced =
    actor.options.enhancers === true && metadata !== undefined && enhancersOf(actor, metadata).length > 0;
  return isEnhanced
    ? { invoke: enhancedCall(actor, metadata, invoke) }
    : { invoke, takesContext: seesContext(prototype, name, invoke) };
}
