import type { FoundActor } from '../exploration.js';
import { HANDLER_FUNCTIONS_METADATA, HANDLERS_METADATA } from '../mailbox.constants.js';
import type { MethodMetadata } from '../mailbox-metadata.accessor.js';
import { ENHANCER_KINDS, type EnhancerKind } from './bound-enhancers.js';

/** A decorator whose enhancers nobody runs, because the function that it stands on is not the one that is called. */
export interface DroppedEnhancers {
  readonly decorator: string;
  /** The class in which it stands. */
  readonly holder: string;
  /** What is called instead: a subclass's method, or what another decorator has made of the method. */
  readonly by: 'override' | 'decorator';
}

/** One class's part in a method: every function that has stood for it there. */
interface Part {
  readonly prototype: object;
  readonly functions: readonly object[];
}

/**
 * A handler goes by its name, what is bound to it by its function. So a subclass's override, and a decorator that puts another function in
 * the place of the first, keep the messages and lose the guard.
 *
 * Looks back as far as the `@Handle` that counts: who says it again in a subclass begins anew, as with a route. The nearest class with a
 * decorator of a kind decides, so an override may bind others, or none: `@UseGuards()`.
 */
export function droppedEnhancers(
  { type }: FoundActor,
  { name, method }: MethodMetadata,
): readonly DroppedEnhancers[] {
  const parts = partsOf(type.prototype as object, name);
  return ENHANCER_KINDS.flatMap((kind) => {
    const part = parts.find(({ functions }) => functions.some((one) => Reflect.hasMetadata(kind.key, one)));
    if (part === undefined) return [];
    const running = new Set(boundTo(method, kind));
    if (part.functions.flatMap((one) => boundTo(one, kind)).every((one) => running.has(one))) return [];
    const { prototype, functions } = part;
    return [
      {
        decorator: kind.decorator,
        holder: prototype.constructor.name,
        by: functions.includes(method) ? 'decorator' : 'override',
      },
    ];
  });
}

/** From the class itself to the one with the `@Handle` or `@Subscribe` that counts. */
function partsOf(prototype: object, name: string): readonly Part[] {
  const written: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  const recorded = (Reflect.getOwnMetadata(HANDLER_FUNCTIONS_METADATA, prototype, name) ?? []) as object[];
  const functions = [...(typeof written === 'function' ? [written] : []), ...recorded];
  const parent = Object.getPrototypeOf(prototype) as object | null;
  const isLast = parent === null || Reflect.hasOwnMetadata(HANDLERS_METADATA, prototype, name);
  return [{ prototype, functions }, ...(isLast ? [] : partsOf(parent, name))];
}

function boundTo(holder: object, { key }: EnhancerKind): readonly unknown[] {
  return (Reflect.getMetadata(key, holder) ?? []) as unknown[];
}
