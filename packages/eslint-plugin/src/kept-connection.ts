import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { calledFunction, parameterOf } from './called-function.js';
import type { Kept } from './kept-resolver.js';
import { PUT } from './mutation.js';
import { findImport } from './names.js';
import { placeOf } from './origin.js';
import type { Code } from './rule.js';
import { decoratorsOf, type FunctionNode, methodCall, nameOf, wrapped } from './syntax.js';

/** Decorators of a parameter that is what ends the request: the response, or the call of what comes next. */
const GIVEN: ReadonlySet<string | undefined> = new Set(['Next', 'Res', 'Response']);

/** Where a method keeps an open request by a key: its response, or `next` of a middleware. Whoever has that ends the caller's wait. */
export function keptConnections(code: Code, node: FunctionNode): readonly Kept[] {
  return node.params.flatMap((parameter, index) => {
    const variable = isConnection(code, node, parameter, index) ? parameterOf(code, node, index) : undefined;
    return variable === undefined ? [] : [...keptOf(code, variable, parameter, new Set())];
  });
}

function isConnection(code: Code, node: FunctionNode, parameter: TSESTree.Parameter, index: number): boolean {
  const { parent } = node;
  const isMiddleware =
    parent.type === 'MethodDefinition' && nameOf(parent) === 'use' && node.params.length === 3;
  return (
    (isMiddleware && index > 0) ||
    decoratorsOf(parameter).some(({ expression }) =>
      GIVEN.has(
        findImport(code, expression.type === 'CallExpression' ? expression.callee : expression)?.name,
      ),
    )
  );
}

/** Only the object itself, not a part of it: `response.locals.user` is no way back. */
function* keptOf(
  code: Code,
  variable: TSESLint.Scope.Variable,
  promise: TSESTree.Node,
  seen: Set<TSESLint.Scope.Variable>,
): Generator<Kept> {
  if (seen.has(variable)) return;
  seen.add(variable);
  for (const { identifier } of variable.references) {
    const node = wrapped(identifier);
    const { parent } = node;
    if (parent?.type === 'AssignmentExpression' && parent.right === node) {
      const place = placeOf(code, parent.left);
      const isKeyed = parent.left.type === 'MemberExpression' && parent.left.computed;
      if (place !== undefined && isKeyed) yield { node: parent, promise, place, isKeyed, isConnection: true };
    }
    if (parent?.type !== 'CallExpression' || parent.callee === node) continue;
    const call = methodCall(parent);
    const place = call && PUT.has(call.name) ? placeOf(code, call.object) : undefined;
    if (place !== undefined) yield { node: parent, promise, place, isKeyed: true, isConnection: true };
    const called = calledFunction(code, parent);
    const at = parent.arguments.indexOf(node as TSESTree.Expression);
    const parameter = called && parameterOf(code, called, at);
    if (parameter !== undefined) yield* keptOf(code, parameter, promise, seen);
  }
}
