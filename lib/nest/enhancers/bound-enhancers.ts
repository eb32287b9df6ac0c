import type { FoundActor } from '../exploration.js';
import type { MethodMetadata } from '../mailbox-metadata.accessor.js';
import type { InstanceWrapper } from '../nest-container.js';

/** A kind of enhancer: where its decorator writes, and which method of it Nest calls. */
export interface EnhancerKind {
  readonly key: string;
  readonly decorator: string;
  readonly method: 'canActivate' | 'intercept' | 'transform' | 'catch';
}

export const GUARDS: EnhancerKind = { key: '__guards__', decorator: '@UseGuards', method: 'canActivate' };
export const INTERCEPTORS: EnhancerKind = {
  key: '__interceptors__',
  decorator: '@UseInterceptors',
  method: 'intercept',
};
export const PIPES: EnhancerKind = { key: '__pipes__', decorator: '@UsePipes', method: 'transform' };
export const FILTERS: EnhancerKind = {
  key: '__exceptionFilters__',
  decorator: '@UseFilters',
  method: 'catch',
};

export const ENHANCER_KINDS: readonly EnhancerKind[] = [GUARDS, INTERCEPTORS, PIPES, FILTERS];

/** An enhancer as a decorator has bound it, and what Nest has made of it. */
export interface BoundEnhancer {
  readonly kind: EnhancerKind;
  /** A class, or an object that the application has made itself. */
  readonly bound: unknown;
  /** Nest's provider of that class in the actor's module, which a test may have overridden. */
  readonly wrapper: InstanceWrapper | undefined;
  /** What runs, if it can. */
  readonly instance: unknown;
}

/** What is bound to an actor's class, or to a method of it, in the order of the decorators. */
export function boundEnhancers(
  { wrapper }: FoundActor,
  holder: object,
  kinds: readonly EnhancerKind[] = ENHANCER_KINDS,
): readonly BoundEnhancer[] {
  return kinds.flatMap((kind) =>
    ((Reflect.getMetadata(kind.key, holder) ?? []) as unknown[]).map((bound) => {
      if (typeof bound !== 'function') return { kind, bound, wrapper: undefined, instance: bound };
      const provider = wrapper.host?.injectables.get(bound);
      return { kind, bound, wrapper: provider, instance: instanceOf(bound, provider, kind) };
    }),
  );
}

/** What runs around a handler: its class's, then its own. */
export function enhancersOf(
  actor: FoundActor,
  { method }: MethodMetadata,
  kinds?: readonly EnhancerKind[],
): readonly BoundEnhancer[] {
  return [...boundEnhancers(actor, actor.type, kinds), ...boundEnhancers(actor, method, kinds)];
}

/** Whether Nest can run it. */
export function canRun({ instance, kind }: BoundEnhancer): boolean {
  return typeof (instance as Partial<Record<string, unknown>> | undefined)?.[kind.method] === 'function';
}

/** As Nest has it: what it provides, else the class itself where that has the method as a static one. */
function instanceOf(bound: object, wrapper: InstanceWrapper | undefined, { method }: EnhancerKind): unknown {
  const provided = wrapper?.instance as Partial<Record<string, unknown>> | null | undefined;
  return typeof provided?.[method] === 'function' ? provided : bound;
}
