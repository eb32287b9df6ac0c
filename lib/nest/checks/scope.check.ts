import { Scope } from '@nestjs/common';
import type { BootCheck } from '../boot-finding.js';
import { dependenciesOf } from '../dependencies.js';
import { findProvidedClass, type InstanceWrapper, tokenName } from '../nest-container.js';

/** An actor lives longer than any request, and only the runtime makes instances of it. */
export const scope: BootCheck = function* ({ actors }) {
  for (const { className, type, wrapper } of actors) {
    const path = requestScopedPath(wrapper);
    if (path !== undefined) {
      yield {
        code: 'REQUEST_SCOPED',
        severity: 'error',
        className,
        cause:
          path.length === 1
            ? 'is request-scoped'
            : `depends on a request-scoped provider: ${path.join(' -> ')}`,
        remedy:
          'An actor outlives every request: pass what it needs from the request in the message, or in its headers.',
      };
    } else if (declaredScope(type) !== Scope.TRANSIENT || wrapper.scope === Scope.DEFAULT) {
      yield {
        code: 'NOT_TRANSIENT',
        severity: 'error',
        className,
        cause: 'is decorated, or provided with a scope, so that Nest makes an instance of its own',
        remedy:
          'Remove @Injectable() from it, and the scope from its provider; @Actor() says all that Nest has to know.',
      };
    }
  }
};

/** The way from a provider to something request-scoped, as names; undefined if there is none. */
function requestScopedPath(
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

/** An override in a test keeps the wrapper's scope on one major and resets it on the other; the class tells the truth. */
function isRequestScoped(wrapper: InstanceWrapper): boolean {
  const type = findProvidedClass(wrapper);
  return wrapper.scope === Scope.REQUEST || (type !== undefined && declaredScope(type) === Scope.REQUEST);
}

function declaredScope(type: object): Scope | undefined {
  return (Reflect.getMetadata('scope:options', type) as { scope?: Scope } | undefined)?.scope;
}
