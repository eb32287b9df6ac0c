import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { findVariable } from './names.js';
import type { Code } from './rule.js';
import {
  boundNode,
  type ClassNode,
  classOfThis,
  type FunctionNode,
  isFunction,
  isWithin,
  methodCall,
  nameOf,
  plain,
} from './syntax.js';

/** Where an object comes from: the variable or the field of `this` that it is, or is reached from. */
export type Origin =
  | { readonly kind: 'variable'; readonly variable: TSESLint.Scope.Variable; readonly depth: number }
  | { readonly kind: 'field'; readonly owner: ClassNode; readonly name: string; readonly depth: number };

/** Methods that give an element of what they are called on: the element itself, no copy. */
const ELEMENT_OF = new Set(['at', 'find', 'findLast', 'get', 'pop', 'shift', 'values', 'entries']);

/** Methods that call back with the elements themselves, and while they run. */
export const ITERATION = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'forEach',
  'map',
  'some',
]);

/**
 * Follows an expression to where its object comes from, through members, elements, destructuring and aliases. A variable that is
 * assigned again, a copy (`{ ...x }`, `x.slice()`) and the result of an unknown call are ends of the way.
 */
export function originOf(
  code: Code,
  expression: TSESTree.Node,
  seen = new Set<unknown>(),
): Origin | undefined {
  const node = plain(expression);
  if (seen.has(node)) return undefined;
  seen.add(node);
  if (node.type === 'Identifier') {
    const variable = findVariable(code, node);
    return variable === undefined ? undefined : originOfVariable(code, variable, seen);
  }
  if (node.type === 'MemberExpression') {
    if (node.object.type !== 'ThisExpression') return deeper(originOf(code, node.object, seen));
    const owner = classOfThis(node);
    const name = nameOf(node);
    return owner && name !== undefined ? { kind: 'field', owner, name, depth: 0 } : undefined;
  }
  const call = methodCall(node);
  return call !== undefined && ELEMENT_OF.has(call.name)
    ? deeper(originOf(code, call.object, seen))
    : undefined;
}

/** Whether two origins are the same variable, or the same field of one class. */
export function isSameOrigin(one: Origin | undefined, other: Origin | undefined): boolean {
  if (one?.kind === 'variable') return other?.kind === 'variable' && one.variable === other.variable;
  return (
    one?.kind === 'field' && other?.kind === 'field' && one.name === other.name && one.owner === other.owner
  );
}

/** The places where a variable is assigned after its declaration. */
export function reassignments(variable: TSESLint.Scope.Variable): readonly TSESTree.Node[] {
  return variable.references
    .filter((reference) => reference.isWrite() && reference.init !== true)
    .map(({ identifier }) => identifier)
    .filter((identifier) => !isDeclaration(identifier));
}

/** oxlint and ESLint disagree on whether the variable of a `for ... of` is assigned or declared: it is declared. */
function isDeclaration(identifier: TSESTree.Node): boolean {
  for (let at = identifier.parent; at; at = at.parent) {
    if (at.type === 'VariableDeclarator') return isWithin(identifier, at.id);
    if (at.type.endsWith('Expression') || at.type.endsWith('Statement')) return false;
  }
  return false;
}

function originOfVariable(
  code: Code,
  variable: TSESLint.Scope.Variable,
  seen: Set<unknown>,
): Origin | undefined {
  const own: Origin = { kind: 'variable', variable, depth: 0 };
  const [definition] = variable.defs;
  if (definition === undefined || variable.defs.length !== 1 || reassignments(variable).length > 0)
    return own;
  const { node, name } = definition;
  if (isFunction(node)) {
    const parameter = node.params.find((at) => isWithin(name, at));
    const source = parameter === node.params[0] ? iterated(node) : undefined;
    if (source === undefined || parameter === undefined || !isReached(boundNode(parameter), name)) return own;
    return deeper(originOf(code, source, seen)) ?? own;
  }
  if (node.type !== 'VariableDeclarator' || !isReached(node.id, name)) return own;
  const loop = node.parent.parent;
  const source = loop.type === 'ForOfStatement' && loop.left === node.parent ? loop.right : node.init;
  if (source === null) return own;
  const origin = originOf(code, source, seen);
  return (node.id.type === 'Identifier' && source === node.init ? origin : deeper(origin)) ?? own;
}

/** Whether a pattern binds a name to what is there, and not to a copy of the rest of it. */
function isReached(pattern: TSESTree.Node, name: TSESTree.Node): boolean {
  for (let at = name.parent; at && isWithin(at, pattern); at = at.parent) {
    if (at.type === 'RestElement') return false;
  }
  return true;
}

/** What a function is called back for, element by element. */
function iterated({ parent, ...node }: FunctionNode): TSESTree.Node | undefined {
  const call = methodCall(parent);
  const isCallback =
    parent.type === 'CallExpression' && parent.arguments[0]?.range[0] === node.range[0] && call !== undefined;
  return isCallback && ITERATION.has(call.name) ? call.object : undefined;
}

function deeper(origin: Origin | undefined): Origin | undefined {
  return origin && { ...origin, depth: origin.depth + 1 };
}
