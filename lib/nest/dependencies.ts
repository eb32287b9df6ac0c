import { findProvidedClass, type InstanceWrapper, type NestModule } from './nest-container.js';

/** One thing that a provider asks Nest for, and the provider that Nest gives it, as far as there is one. */
interface Dependency {
  readonly token: unknown;
  readonly provider: InstanceWrapper | undefined;
  /** Whether it may be missing. */
  readonly isOptional: boolean;
}

interface Asked {
  readonly token: unknown;
  readonly isOptional: boolean;
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
  return askedBy(wrapper).map(({ token, isOptional }) => ({
    token,
    provider: findProvider(host, token),
    isOptional,
  }));
}

/** The names of the properties that Nest injects into instances of a class. */
export function injectedProperties(type: object): readonly (string | symbol)[] {
  return propertyTokens(type).map(({ key }) => key);
}

function askedBy(wrapper: InstanceWrapper): Asked[] {
  const { inject } = wrapper as { inject?: readonly unknown[] | null };
  if (inject) return inject.map((given) => ({ token: unwrap(given), isOptional: isOptionalToken(given) }));
  const type = findProvidedClass(wrapper);
  if (type === undefined) return [];
  const parameters = [...listOf('design:paramtypes', type)];
  for (const { index, param } of listOf('self:paramtypes', type) as ParameterToken[]) {
    parameters[index] = param;
  }
  const optionalParameters = listOf('optional:paramtypes', type);
  const optionalProperties = listOf('optional:properties_metadata', type);
  return [
    ...parameters.map((given, index) => ({
      token: unwrap(given),
      isOptional: optionalParameters.includes(index),
    })),
    ...propertyTokens(type).map((property) => ({
      token: unwrap(property.type),
      isOptional: optionalProperties.includes(property.key),
    })),
  ];
}

function listOf(key: string, type: object): readonly unknown[] {
  return (Reflect.getMetadata(key, type) ?? []) as unknown[];
}

/** A factory's `inject` says so as `{ token, optional: true }`. */
function isOptionalToken(given: unknown): boolean {
  return typeof given === 'object' && given !== null && 'optional' in given && given.optional === true;
}

function propertyTokens(type: object): readonly PropertyToken[] {
  return listOf('self:properties_metadata', type) as PropertyToken[];
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
