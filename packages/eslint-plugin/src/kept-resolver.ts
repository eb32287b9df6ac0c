import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { handlerLike } from './actor-class.js';
import { calledFunction, functionOf, parameterOf } from './called-function.js';
import { findClass, findVariable } from './names.js';
import { type Origin, placeOf } from './origin.js';
import type { Code } from './rule.js';
import { PUT } from './mutation.js';
import { findSend } from './send.js';
import {
  type ClassNode,
  classOfMember,
  type FunctionNode,
  functionAround,
  isClass,
  isWithin,
  methodCall,
  nameOf,
  wrapped,
} from './syntax.js';
import { isView } from './view.js';

/** A resolver that outlives the code that made its promise. */
export interface Kept {
  readonly node: TSESTree.Node;
  readonly promise: TSESTree.Node;
  /** The field or variable that it is kept in; or it went to an actor or a provider made for it, in a message, or to whoever watches the runtime. */
  readonly place: Origin | 'actor' | 'message' | 'provider' | 'view';

  /** Kept under a key, as one of many. */
  readonly isKeyed: boolean;
  /** It is no resolver, but what ends a request. */
  readonly isConnection?: boolean;
}

export function isPromise(node: TSESTree.Node): boolean {
  return node.type === 'Identifier' && node.name === 'Promise';
}

/** A function that returns what settles the promise that it has made: each call of it makes a deferred. */
export interface Maker {
  readonly maker: FunctionNode;
}

/** Where the resolvers of `new Promise(...)` end up. */
export function keptOfPromise(code: Code, node: TSESTree.NewExpression): readonly (Kept | Maker)[] {
  const executor = isPromise(node.callee) ? executorOf(code, node) : undefined;
  return executor === undefined ? [] : keptOfParameters(code, executor, node);
}

/** Where the resolvers end up that a `then` written by hand is called with. */
export function keptOfThen(code: Code, node: FunctionNode): readonly (Kept | Maker)[] {
  const { parent } = node;
  const isThen =
    (parent.type === 'Property' || parent.type === 'MethodDefinition') &&
    parent.value === node &&
    nameOf(parent) === 'then';
  return isThen ? keptOfParameters(code, node, node) : [];
}

/** Also `arguments`, of a function that has no names for them. */
function keptOfParameters(
  code: Code,
  executor: FunctionNode,
  promise: TSESTree.Node,
): readonly (Kept | Maker)[] {
  const variables = [
    ...(code.getDeclaredVariables?.(executor) ?? []).filter(({ defs }) =>
      defs.some(({ type }) => type === 'Parameter'),
    ),
    code.scopeManager?.acquire(executor)?.set.get('arguments'),
  ];
  return variables.flatMap((variable) => (variable ? [...keptOf(code, variable, promise)] : []));
}

/** Where an object ends up that carries a promise and what settles it. */
export function keptOfDeferred(code: Code, node: TSESTree.Node): readonly (Kept | Maker)[] {
  return [...keptBy(code, node, node, new Set())];
}

/** Whether `new` makes such an object: of a class of this file that keeps a resolver in its fields, or of one that is called so: `DeferredPayment` is a word of the trade. */
export function makesDeferred(
  code: Code,
  { callee, typeArguments }: TSESTree.NewExpression,
  selfSettling: ReadonlySet<ClassNode>,
): boolean {
  const type = findClass(code, callee);
  if (type !== undefined) return selfSettling.has(type);
  if (callee.type !== 'Identifier') return false;
  const isGeneric = Boolean(typeArguments) && callee.name.startsWith('Deferred');
  return isGeneric || callee.name === 'Deferred' || callee.name === 'DeferredPromise';
}

/** The function that a promise runs, where it stands there or has a name in this file. */
function executorOf(code: Code, { arguments: [given] }: TSESTree.NewExpression): FunctionNode | undefined {
  return given && functionOf(code, given);
}

function* keptOf(
  code: Code,
  variable: TSESLint.Scope.Variable,
  promise: TSESTree.Node,
  seen = new Set<TSESLint.Scope.Variable>(),
): Generator<Kept | Maker> {
  if (seen.has(variable)) return;
  seen.add(variable);
  for (const reference of variable.references) {
    if (reference.isRead()) yield* keptBy(code, reference.identifier, promise, seen);
  }
}

/** Where a value ends up: in a field, a variable, a container of either, or a message; also as part of another value. */
function* keptBy(
  code: Code,
  value: TSESTree.Node,
  promise: TSESTree.Node,
  seen: Set<TSESLint.Scope.Variable>,
): Generator<Kept | Maker> {
  const node = wrapped(value);
  const { parent } = node;
  switch (parent?.type) {
    case 'ReturnStatement': {
      const maker = functionAround(node);
      if (maker !== undefined && maker === functionAround(promise)) yield { maker };
      return;
    }
    case 'Property':
      // A provider of Nest hands it to whoever injects the token.
      if (nameOf(parent) === 'useValue') yield { node: value, promise, place: 'provider', isKeyed: true };
      return yield* keptBy(code, parent.parent, promise, seen);
    case 'MemberExpression': // the `resolve` of a deferred, and `resolve.bind(...)`
      if (parent.object !== node) return;
      return yield* keptBy(
        code,
        nameOf(parent) === 'bind' ? (parent.parent ?? parent) : parent,
        promise,
        seen,
      );
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'ArrayExpression':
      return yield* keptBy(code, parent, promise, seen);
    case 'NewExpression':
      if (parent !== promise && parent.callee !== node) yield* keptBy(code, parent, promise, seen);
      return;
    case 'VariableDeclarator':
      for (const variable of code.getDeclaredVariables?.(parent) ?? [])
        yield* keptOf(code, variable, promise, seen);
      return;
    case 'PropertyDefinition': {
      const [owner, name] = [parent.parent.parent, nameOf(parent)];
      if (parent.value !== node || !isClass(owner) || name === undefined) return;
      yield {
        node: parent,
        promise,
        place: { kind: 'field', owner, name, path: [], aliases: [] },
        isKeyed: false,
      };
      return;
    }
    case 'AssignmentExpression': {
      if (parent.right !== node) return;
      const place = placeOf(code, parent.left);
      const isKeyed = (parent.left.type === 'MemberExpression' && parent.left.computed) || isExtended(node);
      if (place !== undefined) yield { node: parent, promise, place, isKeyed };
      const variable = parent.left.type === 'Identifier' ? findVariable(code, parent.left) : undefined;
      if (variable !== undefined) yield* keptOf(code, variable, promise, seen);
      return;
    }
    case 'CallExpression': {
      if (parent.callee === node) return yield* keptByCaller(code, parent, promise, seen);
      const called = calledFunction(code, parent);
      const at = parent.arguments.indexOf(node as TSESTree.Expression);
      const parameter = called && parameterOf(code, called, at);
      if (parameter !== undefined) yield* keptOf(code, parameter, promise, seen);
      if (findSend(code, parent) !== undefined)
        yield { node: value, promise, place: 'message', isKeyed: true };
      const call = methodCall(parent);
      if (call?.name === 'subscribe' && isView(code, call.object))
        yield { node: parent, promise, place: 'view', isKeyed: false };
      const container = call && containerOf(call, parent);
      const place = container && placeOf(code, container);
      if (place !== undefined) yield { node: parent, promise, place, isKeyed: true };
      return;
    }
    default:
      return;
  }
}

/** `(value) => resolve(value)` is a resolver as well, wherever it is kept. */
function* keptByCaller(
  code: Code,
  call: TSESTree.CallExpression,
  promise: TSESTree.Node,
  seen: Set<TSESLint.Scope.Variable>,
): Generator<Kept | Maker> {
  const method = handlerLike(code, call);
  // What an actor waits for, its own methods may settle: nobody else can call the one that made the promise.
  const isOwn = method !== undefined && isWithin(promise, classOfMember(method) ?? method);
  if (method !== undefined && !isOwn) yield { node: call, promise, place: 'actor', isKeyed: false };
  const caller = functionAround(call);
  const maker = functionAround(promise);
  if (caller === undefined || caller === maker || caller === promise || caller.parent === promise) return;
  if (maker !== undefined && !isWithin(caller, maker)) return;
  if (caller.type !== 'FunctionDeclaration') return yield* keptBy(code, caller, promise, seen);
  const variable = caller.id && findVariable(code, caller.id);
  if (variable) yield* keptOf(code, variable, promise, seen);
}

/** `{ ...this.waiting, [id]: resolve }` is what it was, and one more. */
function isExtended(node: TSESTree.Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.some((at) => at?.type === 'SpreadElement');
  return node.type === 'ObjectExpression' && node.properties.some(({ type }) => type === 'SpreadElement');
}

/** The map, set, list or object that a call puts something into. */
function containerOf(
  { object, name }: NonNullable<ReturnType<typeof methodCall>>,
  { arguments: [target] }: TSESTree.CallExpression,
): TSESTree.Node | undefined {
  if (PUT.has(name)) return object;
  return name === 'assign' && object.type === 'Identifier' && object.name === 'Object' ? target : undefined;
}
