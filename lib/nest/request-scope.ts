import { Scope } from '@nestjs/common';
import { dependenciesOf } from './dependencies.js';
import { findProvidedClass, type InstanceWrapper, tokenName } from './nest-container.js';

/** The way from a provider to something request-scoped, as names; undefined if there is none. */
export function requestScopedPath(
  wrapper: InstanceWrapper,
  seen = new Set<InstanceWrapper>(),
): readonly string[] | undefined {
  if (seen.has(wrapper)) return undefined;
  seen.add(wrapper);
  if (isRequestScoped(wrapper)) return [tokenName(wrapper.token)];
  for (const { provider } of dependenciesOf(wrapper)) {
    const rest = provider === undefined ? undefined : requestScopedPath(provider, seen);
    if (rest !== undefined) return [tokenName(wrapper.token), ...rest];
  }
  return undefined;
}

/** The scope that a class declares of itself. */
export function declaredScope(type: object): Scope | undefined {
  return (Reflect.getMetadata('scope:options', type) as { scope?: Scope } | undefined)?.scope;
}

/** An override in a test keeps the wrapper's scope on one major and resets it on the other; the class tells the truth. */
function isRequestScoped(wrapper: InstanceWrapper): boolean {
  const type = findProvidedClass(wrapper);
  return wrapper.scope === Scope.REQUEST || (type !== undefined && declaredScope(type) === Scope.REQUEST);
}
