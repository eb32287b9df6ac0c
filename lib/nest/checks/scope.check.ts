import { Scope } from '@nestjs/common';
import type { BootCheck } from '../boot-finding.js';
import { declaredScope, requestScopedPath } from '../request-scope.js';

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
