import type { TSESTree } from '@typescript-eslint/utils';

export type FunctionNode =
  TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

export function isFunction(node: TSESTree.Node): node is FunctionNode {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression'
  );
}

export function isClass(node: TSESTree.Node): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** The expression inside of what changes its type or its spelling only: `x!`, `x as T`, `x satisfies T`, the chain of `x?.y`. */
export function plain(node: TSESTree.Node): TSESTree.Node {
  return isWrapper(node) ? plain(node.expression) : node;
}

/** The other way: the outermost of such expressions around a node. */
export function wrapped(node: TSESTree.Node): TSESTree.Node {
  return node.parent && isWrapper(node.parent) ? wrapped(node.parent) : node;
}

function isWrapper(
  node: TSESTree.Node,
): node is
  | TSESTree.ChainExpression
  | TSESTree.TSAsExpression
  | TSESTree.TSNonNullExpression
  | TSESTree.TSSatisfiesExpression
  | TSESTree.TSTypeAssertion {
  return (
    node.type === 'ChainExpression' ||
    node.type === 'TSAsExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSTypeAssertion'
  );
}

/** The name of a property, key or member, where it can be read: `x`, `#x`, `'x'`; not `[x]`. */
export function nameOf(
  node: TSESTree.MemberExpression | TSESTree.ClassElement | TSESTree.Property,
): string | undefined {
  if (node.type === 'StaticBlock' || node.type === 'TSIndexSignature') return undefined;
  const key = node.type === 'MemberExpression' ? node.property : node.key;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' && !node.computed ? key.name : undefined;
}

/** The object and the name of a method call `object.name(...)`. */
export function methodCall(
  node: TSESTree.Node,
): { readonly object: TSESTree.Node; readonly name: string } | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = plain(node.callee);
  if (callee.type !== 'MemberExpression') return undefined;
  const name = nameOf(callee);
  return name === undefined ? undefined : { object: callee.object, name };
}

/** The innermost function around a node. */
export function functionAround(node: TSESTree.Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

/** The class whose instance `this` is at a node. */
export function classOfThis(node: TSESTree.Node): ClassNode | undefined {
  for (let at: TSESTree.Node | undefined = node.parent; at; at = at.parent) {
    if (isClass(at)) return at;
    if (!isFunction(at) || at.type === 'ArrowFunctionExpression') continue;
    if (classOfMember(at) === undefined) return undefined;
  }
  return undefined;
}

/** The class that has a function as a method or as the value of a property. */
export function classOfMember(node: FunctionNode): ClassNode | undefined {
  const { parent } = node;
  const isMember = parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition';
  return isMember && parent.value === node ? parent.parent.parent : undefined;
}

/** The name of the member that a function is the value of. */
export function memberName({ parent }: FunctionNode): string | undefined {
  return parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition'
    ? nameOf(parent)
    : undefined;
}

export function isWithin(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return outer.range[0] <= node.range[0] && node.range[1] <= outer.range[1];
}

/** The name that a parameter or a variable is declared by, without its type's or default's trimmings. */
export function boundNode(node: TSESTree.Node): TSESTree.Node {
  if (node.type === 'TSParameterProperty') return boundNode(node.parameter);
  return node.type === 'AssignmentPattern' ? boundNode(node.left) : node;
}

export function decoratorsOf(node: TSESTree.Node): readonly TSESTree.Decorator[] {
  return 'decorators' in node ? (node.decorators ?? []) : [];
}

/** The type that is written behind a name, if one is. */
export function annotationOf(node: TSESTree.Node): TSESTree.TypeNode | undefined {
  const annotation = 'typeAnnotation' in node ? node.typeAnnotation : undefined;
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
}

/** The method or function that a node belongs to, whatever callbacks lie between. */
export function methodAround(node: TSESTree.Node): TSESTree.Node {
  let outermost: TSESTree.Node = node;
  for (let at = functionAround(node); at !== undefined; at = functionAround(at)) {
    outermost = at;
    if (classOfMember(at) !== undefined) break;
  }
  return outermost;
}

/** What a function returns, at the end of its way. */
export function returnedBy({
  body,
}: FunctionNode | TSESTree.TSEmptyBodyFunctionExpression): TSESTree.Node | undefined {
  if (body?.type !== 'BlockStatement') return body ?? undefined;
  const statement = body.body.find(({ type }) => type === 'ReturnStatement');
  return statement?.type === 'ReturnStatement' ? (statement.argument ?? undefined) : undefined;
}

/** The expressions of which one is the value of another: both sides of `a ?? b`, both ends of `x ? a : b`, the last of `(a, b)`. */
export function outcomesOf(expression: TSESTree.Node): readonly TSESTree.Node[] {
  const node = plain(expression);
  switch (node.type) {
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].flatMap(outcomesOf);
    case 'LogicalExpression':
      return [node.left, node.right].flatMap(outcomesOf);
    case 'SequenceExpression':
      return node.expressions.slice(-1).flatMap(outcomesOf);
    default:
      return [node];
  }
}
