import type { TSESTree } from '@typescript-eslint/utils';
import { constantOf, findClass, findImport, findVariable, libraryName } from './names.js';
import type { Code } from './rule.js';
import {
  type ClassNode,
  classOfMember,
  classOfThis,
  decoratorsOf,
  type FunctionNode,
  isFunction,
  memberName,
  methodAround,
  nameOf,
  plain,
  returnedBy,
} from './syntax.js';

const HOOKS: ReadonlySet<string | undefined> = new Set(['onActivate', 'onDeactivate']);

const HANDLER_DECORATORS: ReadonlySet<string> = new Set(['Handle', 'Subscribe']);

/** A decorator with the name that nestjs-mailbox exports it by, called or not, or one that this file composes with it. */
export function findDecorator(
  code: Code,
  node: TSESTree.Node,
  ...names: readonly string[]
): TSESTree.Decorator | undefined {
  return decoratorsOf(node).find(({ expression }) =>
    libraryDecorators(code, expression).some((name) => names.includes(name)),
  );
}

/** The decorators of the library that an expression applies: itself, those in `applyDecorators`, or what a function of this file returns. */
function libraryDecorators(
  code: Code,
  expression: TSESTree.Node,
  seen = new Set<TSESTree.Node>(),
): readonly string[] {
  if (seen.has(expression)) return [];
  seen.add(expression);
  const node = plain(expression);
  const callee = plain(node.type === 'CallExpression' ? node.callee : node);
  if (node.type === 'CallExpression' && findImport(code, callee)?.name === 'applyDecorators')
    return node.arguments.flatMap((part) => libraryDecorators(code, part, seen));
  const name = libraryName(code, callee);
  if (name !== undefined) return [name];
  const definition = callee.type === 'Identifier' ? findVariable(code, callee)?.defs[0]?.node : undefined;
  const value = definition?.type === 'VariableDeclarator' ? constantOf(definition) : definition;
  const composed = value && (isFunction(value) ? returnedBy(value) : value);
  return composed ? libraryDecorators(code, composed, seen) : [];
}

/** A class and those of its parents that this file holds, the class first. */
export function lineage(code: Code, node: ClassNode): readonly ClassNode[] {
  const classes: ClassNode[] = [];
  for (let at: ClassNode | undefined = node; at !== undefined && !classes.includes(at);) {
    classes.push(at);
    at = at.superClass === null ? undefined : findClass(code, at.superClass);
  }
  return classes;
}

/** Whether a class is decorated as an actor, or has handlers that an actor inherits. */
export function isActorClass(code: Code, node: ClassNode): boolean {
  return lineage(code, node).some(
    (at) =>
      findDecorator(code, at, 'Actor') !== undefined ||
      at.body.body.some((member) => findDecorator(code, member, 'Handle', 'Subscribe') !== undefined),
  );
}

/** Whether a function is a handler: decorated, or overriding one that is. */
export function isHandler(code: Code, node: FunctionNode): boolean {
  return handlerDecorator(code, node) !== undefined;
}

/** Whether a function is `onActivate` or `onDeactivate` of an actor. */
export function isHook(code: Code, node: FunctionNode): boolean {
  const owner = classOfMember(node);
  return owner !== undefined && HOOKS.has(memberName(node)) && isActorClass(code, owner);
}

/** The `@Handle` or `@Subscribe` of a method, found in its class or, where it overrides, in a parent of this file. */
function handlerDecorator(code: Code, node: FunctionNode): TSESTree.Decorator | undefined {
  const owner = classOfMember(node);
  if (owner === undefined || ('static' in node.parent && node.parent.static)) return undefined;
  const own = findDecorator(code, node.parent, 'Handle', 'Subscribe');
  const name = memberName(node);
  if (own !== undefined || name === undefined) return own;
  for (const at of lineage(code, owner)) {
    for (const member of at.body.body) {
      if (nameOf(member) !== name) continue;
      const decorator = findDecorator(code, member, 'Handle', 'Subscribe');
      if (decorator !== undefined) return decorator;
    }
  }
  return undefined;
}

/** The names of the message classes that a class handles. */
export function handledMessages(code: Code, node: ClassNode): ReadonlySet<string> {
  const names = lineage(code, node)
    .flatMap((at) => at.body.body)
    .flatMap(decoratorsOf)
    .filter(({ expression }) => expression.type === 'CallExpression')
    .map(({ expression }) => expression as TSESTree.CallExpression)
    .filter((call) => libraryDecorators(code, call).some((name) => HANDLER_DECORATORS.has(name)))
    .map(({ arguments: [message] }) => message)
    .filter((message) => message?.type === 'Identifier');
  return new Set(names.map(({ name }) => name));
}

/** The method of an actor that a node belongs to: a handler, or one that handlers may call. */
export function handlerLike(code: Code, node: TSESTree.Node): FunctionNode | undefined {
  const owner = classOfThis(node);
  if (owner === undefined || !isActorClass(code, owner)) return undefined;
  const method = methodAround(node);
  if (!isFunction(method) || isHook(code, method)) return undefined;
  const isConstructor = method.parent.type === 'MethodDefinition' && method.parent.kind === 'constructor';
  return isConstructor ? undefined : method;
}
