import { findProvidedClass, type InstanceWrapper, type NestModule } from './nest-container.js';

/** One thing that a provider asks Nest for, and the provider that Nest gives it, as far as there is one. */
interface Dependency {
  readonly token: unknown;
  readonly provider: InstanceWrapper | undefined;
}

interface ParameterToken {
  readonly index: number;
  readonly param: unknown;
}

interface PropertyToken {
  readonly key: string | symbol;
  readonly type: unknown;
}

/**
 * What a provider asks for, read from the same metadata that Nest's injector reads. Nest's own record of it is no help: it stays
 * empty for transient providers until somebody resolves one.
 *
 * @param host Where it looks for that. A middleware's wrapper does not say.
 */
export function dependenciesOf(wrapper: InstanceWrapper, host = wrapper.host): readonly Dependency[] {
  if (host === undefined) return [];
  return tokensOf(wrapper).map((token) => ({ token, provider: findProvider(host, token) }));
}

/** The names of the properties that Nest injects into instances of a class. */
export function injectedProperties(type: object): readonly (string | symbol)[] {
  return propertyTokens(type).map(({ key }) => key);
}

function tokensOf(wrapper: InstanceWrapper): unknown[] {
  const { inject } = wrapper as { inject?: readonly unknown[] | null };
  if (inject) return inject.map(unwrap);
  const type = findProvidedClass(wrapper);
  if (type === undefined) return [];
  const parameters = [...((Reflect.getMetadata('design:paramtypes', type) ?? []) as unknown[])];
  for (const { index, param } of (Reflect.getMetadata('self:paramtypes', type) ?? []) as ParameterToken[]) {
    parameters[index] = param;
  }
  return [...parameters, ...propertyTokens(type).map((property) => property.type)].map(unwrap);
}

function propertyTokens(type: object): readonly PropertyToken[] {
  return (Reflect.getMetadata('self:properties_metadata', type) ?? []) as PropertyToken[];
}

/** A token may come as `forwardRef(() => token)`, and in a factory's `inject` as `{ token, optional }`. */
function unwrap(token: unknown): unknown {
  if (typeof token !== 'object' || token === null) return token;
  if ('forwardRef' in token && typeof token.forwardRef === 'function') return token.forwardRef() as unknown;
  return 'token' in token ? token.token : token;
}

/** Finds the provider that a token means inside a module, and follows aliases to what they stand for. */
function findProvider(module: NestModule, token: unknown): InstanceWrapper | undefined {
  const found = lookUp(module, token);
  return found === undefined ? undefined : resolveAlias(found);
}

/** What an alias (`useExisting`) stands for in the end; the wrapper itself where it is no alias, or leads nowhere. */
export function resolveAlias(wrapper: InstanceWrapper): InstanceWrapper {
  const seen = new Set<InstanceWrapper>();
  let current = wrapper;
  while (current.isAlias && current.host !== undefined && !seen.has(current)) {
    seen.add(current);
    const [token] = current.inject as unknown[];
    const next = lookUp(current.host, unwrap(token));
    if (next === undefined) break;
    current = next;
  }
  return current;
}

function lookUp(module: NestModule, token: unknown): InstanceWrapper | undefined {
  const key = token as Parameters<NestModule['providers']['get']>[0];
  return module.providers.get(key) ?? lookUpInImports(module, key, new Set());
}

/** Nest's own walk: an import's exported providers first, then the modules that it exports again. */
function lookUpInImports(
  module: NestModule,
  token: Parameters<NestModule['providers']['get']>[0],
  seen: Set<NestModule>,
  isNested = false,
): InstanceWrapper | undefined {
  for (const related of module.imports) {
    if (seen.has(related) || (isNested && !module.exports.has(related.metatype))) continue;
    seen.add(related);
    const found = related.exports.has(token) ? related.providers.get(token) : undefined;
    const wrapper = found ?? lookUpInImports(related, token, seen, true);
    if (wrapper !== undefined) return wrapper;
  }
  return undefined;
}
