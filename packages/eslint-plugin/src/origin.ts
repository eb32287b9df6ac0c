import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { classOf, findField, givenBy } from './class-of.js';
import { findClass, findVariable } from './names.js';
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

/** The names of the members that lie between: `lines`, and `undefined` for what cannot be read, in `message.lines[at]`. */
export type Path = readonly (string | undefined)[];

/** Where an object comes from: the variable or the field of `this` that it is, or is reached from. */
export type Origin = {
  readonly path: Path;
  /** The variables that it goes by on the way, the nearest first, and the path from each. */
  readonly aliases: readonly { readonly variable: TSESLint.Scope.Variable; readonly path: Path }[];
} & (
  | { readonly kind: 'variable'; readonly variable: TSESLint.Scope.Variable }
  | { readonly kind: 'field'; readonly owner: ClassNode; readonly name: string }
);

interface Way {
  readonly code: Code;
  readonly seen: Set<unknown>;
  /** Whether it goes on into objects of the classes of this file. */
  readonly isIntoClasses: boolean;
}

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
export function originOf(code: Code, expression: TSESTree.Node): Origin | undefined {
  return follow({ code, seen: new Set(), isIntoClasses: false }, expression);
}

/** As `originOf`, and further: `this.jobs.waiting` is a field of the class `Jobs` of this file, and so is the static `Jobs.waiting`. */
export function placeOf(code: Code, expression: TSESTree.Node): Origin | undefined {
  return follow({ code, seen: new Set(), isIntoClasses: true }, expression);
}

function follow(way: Way, expression: TSESTree.Node): Origin | undefined {
  const node = plain(expression);
  if (way.seen.has(node)) return undefined;
  way.seen.add(node);
  if (node.type === 'Identifier') {
    const variable = findVariable(way.code, node);
    return variable === undefined ? undefined : originOfVariable(way, variable);
  }
  if (node.type === 'MemberExpression') return followMember(way, node.object, nameOf(node));
  if (node.type === 'LogicalExpression' && node.operator !== '&&') return follow(way, node.left);
  const call = methodCall(node);
  if (call === undefined) return undefined;
  const given = way.isIntoClasses ? givenBy(way.code, call.object, call.name, 'method') : undefined;
  if (given !== undefined) return follow(way, given);
  return ELEMENT_OF.has(call.name) ? deeper(follow(way, call.object), undefined) : undefined;
}

function followMember(way: Way, object: TSESTree.Node, name: string | undefined): Origin | undefined {
  const { code } = way;
  if (object.type === 'ThisExpression' && !way.isIntoClasses) {
    const owner = classOfThis(object);
    return owner && name !== undefined ? { kind: 'field', owner, name, path: [], aliases: [] } : undefined;
  }
  const type = way.isIntoClasses ? (classOf(code, object) ?? findClass(code, object)) : undefined;
  if (type === undefined) return deeper(follow(way, object), name);
  if (name === undefined) return undefined;
  const given = givenBy(code, object, name, 'get');
  if (given !== undefined) return follow(way, given);
  const owner = findField(code, type, name)?.owner ?? type;
  return { kind: 'field', owner, name, path: [], aliases: [] };
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

function originOfVariable(way: Way, variable: TSESLint.Scope.Variable): Origin {
  const source = sourceOfVariable(way, variable);
  if (source === undefined) return { kind: 'variable', variable, path: [], aliases: [] };
  return { ...source, aliases: [{ variable, path: [] }, ...source.aliases] };
}

/** What a variable is another name for. */
function sourceOfVariable(way: Way, variable: TSESLint.Scope.Variable): Origin | undefined {
  const [definition] = variable.defs;
  if (definition === undefined || variable.defs.length !== 1 || reassignments(variable).length > 0)
    return undefined;
  const { node, name } = definition;
  if (isFunction(node)) {
    const parameter = node.params.find((at) => isWithin(name, at));
    const source = parameter === node.params[0] ? iterated(node) : undefined;
    if (source === undefined || parameter === undefined) return undefined;
    return isReached(boundNode(parameter), name) ? deeper(follow(way, source), undefined) : undefined;
  }
  if (node.type !== 'VariableDeclarator' || !isReached(node.id, name)) return undefined;
  const loop = node.parent.parent;
  if (loop.type === 'ForOfStatement' && loop.left === node.parent)
    return deeper(follow(way, loop.right), undefined);
  if (node.init === null || (node.init.type === 'ThisExpression' && !way.isIntoClasses)) return undefined;
  if (node.id.type === 'Identifier') return follow(way, node.init);
  return followMember(way, node.init, firstOfPattern(node.id, name));
}

/** The property under which a pattern takes a name out of an object: `a` of `{ a: { b } }`, for `b`. */
export function firstOfPattern(pattern: TSESTree.Node, name: TSESTree.Node): string | undefined {
  if (pattern.type === 'ArrayPattern')
    return String(pattern.elements.findIndex((at) => at !== null && isWithin(name, at)));
  if (pattern.type !== 'ObjectPattern') return undefined;
  const property = pattern.properties.find((at) => isWithin(name, at));
  return property?.type === 'Property' ? nameOf(property) : undefined;
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

function deeper(origin: Origin | undefined, name: string | undefined): Origin | undefined {
  return (
    origin && {
      ...origin,
      path: [...origin.path, name],
      aliases: origin.aliases.map(({ variable, path }) => ({ variable, path: [...path, name] })),
    }
  );
}
