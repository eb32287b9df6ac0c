import type { BootCheck } from '../boot-finding.js';
import { tokenName } from '../nest-container.js';

/**
 * A handler whose declared return type is still a value at run time: a primitive, an array, a class. Unions, interfaces and
 * `Promise<value>` are beyond what the compiler leaves behind; they are the compile-time ban's and the runtime's.
 */
export const valueReturn: BootCheck = function* ({ actors }) {
  for (const { className, methods } of actors) {
    for (const { name, method, handlers, returnType } of methods) {
      const kind = generatorKind(method) ?? (isValue(returnType) ? tokenName(returnType) : undefined);
      if (handlers.length === 0 || kind === undefined) continue;
      yield {
        code: 'VALUE_RETURNED',
        severity: 'error',
        className,
        method: name,
        cause: `returns a value (${kind}), which nobody would get`,
        remedy: 'Return nothing; tell what you would return as another message.',
      };
    }
  }
};

/** By tag, not by `instanceof`: a test runner's realm has generator constructors of its own. */
function generatorKind(method: object): string | undefined {
  const tag = Object.prototype.toString.call(method);
  return /^\[object ((?:Async)?Generator)Function\]$/.exec(tag)?.[1];
}

function isValue(type: unknown): boolean {
  if (typeof type !== 'function' || type.name === 'Object') return false;
  const prototype: unknown = type.prototype;
  const isThenable = typeof prototype === 'object' && prototype !== null && 'then' in prototype;
  return !isThenable;
}
