import type { DynamicModule, ForwardReference, ModuleMetadata } from '@nestjs/common';

type Import = NonNullable<ModuleMetadata['imports']>[number];

/** Whether a tree of imports holds a module, in whatever form: class, dynamic module, promise of one, or forward reference. */
export async function isImported(wanted: unknown, imports: readonly Import[]): Promise<boolean> {
  const seen = new Set<unknown>();
  const waiting = [...imports];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const found: unknown = await next;
    const definition = isForward(found) ? (found.forwardRef() as unknown) : found;
    if (seen.has(definition)) continue;
    seen.add(definition);
    if (isDynamic(definition)) waiting.push(definition.module, ...(definition.imports ?? []));
    else if (definition === wanted) return true;
    else if (typeof definition === 'function')
      waiting.push(...((Reflect.getMetadata('imports', definition) ?? []) as Import[]));
  }
  return false;
}

function isForward(definition: unknown): definition is ForwardReference {
  return typeof definition === 'object' && definition !== null && 'forwardRef' in definition;
}

function isDynamic(definition: unknown): definition is DynamicModule {
  return typeof definition === 'object' && definition !== null && 'module' in definition;
}
