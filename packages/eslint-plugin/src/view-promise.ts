import type { TSESTree } from '@typescript-eslint/utils';
import { findImport, findVariable } from './names.js';
import type { Code } from './rule.js';
import { decoratorsOf, functionAround, methodCall, nameOf, plain, wrapped } from './syntax.js';
import { isView } from './view.js';

const PROMISES: ReadonlySet<string | undefined> = new Set(['firstValueFrom', 'lastValueFrom']);

/** Decorators of methods of which Nest awaits the Observable that they return, and answers with its last value. */
const ROUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  '@nestjs/common': new Set(['All', 'Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put', 'Search']),
  '@nestjs/graphql': new Set(['Mutation', 'Query']),
};

/** Whether a call makes a promise of a view. */
export function awaitsView(code: Code, node: TSESTree.CallExpression): boolean {
  const [source] = node.arguments;
  if (source !== undefined && PROMISES.has(findImport(code, node.callee)?.name)) return isView(code, source);
  const call = methodCall(node);
  if (call?.name === 'toPromise') return isView(code, call.object);
  return call?.name === 'forEach' && isUsed(node) && isPiped(call.object) && isStream(code, call.object);
}

/** Whether a route returns a view: Nest makes the promise. */
export function answersWithView(code: Code, node: TSESTree.ReturnStatement): boolean {
  const method = functionAround(node)?.parent;
  return (
    node.argument !== null &&
    method?.type === 'MethodDefinition' &&
    decoratorsOf(method).some((decorator) => isRoute(code, decorator)) &&
    isStream(code, node.argument)
  );
}

function isRoute(code: Code, { expression }: TSESTree.Decorator): boolean {
  const found = findImport(code, expression.type === 'CallExpression' ? expression.callee : expression);
  if (found === undefined || !Object.hasOwn(ROUTES, found.source)) return false;
  return ROUTES[found.source]?.has(found.name) === true;
}

function isUsed(node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  return (
    parent?.type !== 'ExpressionStatement' &&
    !(parent?.type === 'UnaryExpression' && parent.operator === 'void')
  );
}

function isPiped(node: TSESTree.Node): boolean {
  return methodCall(plain(node))?.name === 'pipe';
}

/** Whether an expression is a view, and a stream: `deadLetters.list()` and what a function counts in the activity are none. */
function isStream(code: Code, expression: TSESTree.Node): boolean {
  const node = plain(expression);
  const call = methodCall(node);
  if (call !== undefined) return call.name === 'pipe' && isView(code, node) && isEnd(code, call.object);
  return isEnd(code, node) && isView(code, node);
}

/** Whether what a pipe begins with can be a stream. */
function isEnd(code: Code, expression: TSESTree.Node): boolean {
  const node = plain(expression);
  switch (node.type) {
    case 'MemberExpression':
      return nameOf(node) === 'activity' || nameOf(node) === 'stream';
    case 'CallExpression': {
      const call = methodCall(node);
      if (call !== undefined) return call.name === 'pipe' && isEnd(code, call.object);
      return findImport(code, node.callee)?.source === 'rxjs';
    }
    case 'Identifier':
      return (findVariable(code, node)?.defs ?? []).some(({ node: definition }) => {
        if (definition.type !== 'VariableDeclarator' || definition.init === null) return false;
        if (definition.id.type === 'ObjectPattern')
          return definition.id.properties.some((at) => at.type === 'Property' && nameOf(at) === 'activity');
        return definition.init.type === 'NewExpression' || isEnd(code, definition.init);
      });
    default:
      return false;
  }
}
