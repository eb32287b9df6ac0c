import type { BootCheck, BootFinding } from '../boot-finding.js';
import type { PropertyMetadata } from '../mailbox-metadata.accessor.js';
import { isEnhancer } from './enhancer.check.js';

/** Nest's lifecycle hooks, and what an actor has instead. */
const NEST_HOOKS = new Map([
  ['onModuleInit', 'Use onActivate(context): it runs for every instance, before its first message.'],
  [
    'onApplicationBootstrap',
    'Use onActivate(context): it runs for every instance, before its first message.',
  ],
  ['onModuleDestroy', 'Use onDeactivate(context): it runs when an instance ends.'],
  ['beforeApplicationShutdown', 'Use onDeactivate(context): it runs when an instance ends.'],
  ['onApplicationShutdown', 'Use onDeactivate(context): it runs when an instance ends.'],
]);

/**
 * What makes a framework call a method: schedules, event listeners, routes, queues. Other metadata on a handler (roles, spans)
 * only describes it.
 */
const TRIGGERS = [
  /^SCHEDULE/, // @nestjs/schedule
  /^EVENT_LISTENER/, // @nestjs/event-emitter
  /^microservices:(pattern|handler_type|transport|is_client_instance)/,
  /^__(controller|sse)__$/,
  /^websockets:/,
  /^bull/,
  /^graphql:/,
  /RABBIT/,
  /^__(commandHandler|queryHandler|eventsHandler|saga)__$/, // @nestjs/cqrs
];

/** A route has both. One of them alone is a word that others use as well, for a journal's line or a menu. */
const ROUTE: readonly string[] = ['path', 'method'];

/** Whatever calls an actor's method without going through its mailbox. */
export const passingBy: BootCheck = function* ({ actors }) {
  for (const { className, classKeys, methods, properties } of actors) {
    const onClass = triggersOf(classKeys);
    if (onClass.length > 0) yield foreign({ className }, onClass);
    for (const property of properties)
      if (triggersOf(property.keys).length > 0) yield unfilled(className, property);
    for (const { name: method, handlers, foreignKeys } of methods) {
      const hook = NEST_HOOKS.get(method);
      if (hook !== undefined) {
        yield {
          code: 'NEST_HOOK',
          severity: 'error',
          className,
          method,
          cause: 'is a lifecycle hook of Nest, which is never called on an actor',
          remedy: hook,
        };
      }
      const isHandler = handlers.length > 0;
      const found = isHandler ? triggersOf(foreignKeys) : foreignKeys.filter((key) => !isEnhancer(key));
      if (found.length > 0) yield foreign({ className, method }, found);
    }
  }
};

/** A framework fills the properties of the providers that it finds, and it finds no instance of an actor. */
function unfilled(className: string, { name, keys }: PropertyMetadata): BootFinding {
  return {
    code: 'FOREIGN_METADATA',
    severity: 'error',
    className,
    method: name,
    cause: `is a property that another framework would fill (${triggersOf(keys).join(', ')}), and never does on an actor`,
    remedy: 'Put that decorator on an ordinary provider, and inject that provider.',
  };
}

function triggersOf(keys: readonly string[]): readonly string[] {
  const isRoute = ROUTE.every((key) => keys.includes(key));
  return keys.filter(
    (key) => TRIGGERS.some((trigger) => trigger.test(key)) || (isRoute && ROUTE.includes(key)),
  );
}

function foreign(subject: Pick<BootFinding, 'className' | 'method'>, keys: readonly string[]): BootFinding {
  return {
    code: 'FOREIGN_METADATA',
    severity: 'error',
    ...subject,
    cause: `carries the decorator of another framework (${[...new Set(keys)].join(', ')}), which would pass by the mailbox`,
    remedy: 'Put that decorator on an ordinary provider, and tell the actor a message from there.',
  };
}
