import type { TSESTree } from '@typescript-eslint/utils';
import { handlerLike, isActorClass, lineage } from './actor-class.js';
import { findField } from './class-of.js';
import { isPromise } from './kept-resolver.js';
import { PUT } from './mutation.js';
import { findVariable } from './names.js';
import { isSameOrigin, type Origin, placeOf } from './origin.js';
import type { Code } from './rule.js';
import { type ClassNode, classOfThis, isFunction, methodCall, nameOf, plain } from './syntax.js';

type Store = TSESTree.AssignmentExpression | TSESTree.CallExpression;

/** What goes on with a promise, and is one again. */
export const CHAIN: ReadonlySet<string> = new Set(['catch', 'finally', 'then']);

/** Where an actor lays a promise of its own work into something that is not its own, and code that is no actor awaits or returns it. */
export function sharedWork(
  code: Code,
  stores: readonly Store[],
  awaited: readonly TSESTree.Node[],
): readonly Store[] {
  return stores.filter((store) => {
    const [target, value] = partsOf(store);
    if (target === undefined || value === undefined || handlerLike(code, store) === undefined) return false;
    if (!isWork(code, value)) return false;
    const place = placeOf(code, target);
    return (
      place !== undefined &&
      isShared(code, place) &&
      awaited.some((at) => !isInActor(code, at) && isSameOrigin(placeOf(code, at), place))
    );
  });
}

function partsOf(store: Store): readonly (TSESTree.Node | undefined)[] {
  if (store.type === 'AssignmentExpression') return [store.left, store.right];
  const call = methodCall(store);
  return call !== undefined && PUT.has(call.name) ? [call.object, store.arguments.at(-1)] : [];
}

/** A field of another class, a static one, or a variable of the module. */
function isShared(code: Code, place: Origin): boolean {
  if (place.kind === 'variable') return ['module', 'global'].includes(place.variable.scope.type);
  const field = findField(code, place.owner, place.name)?.declaration;
  return !isActorClass(code, place.owner) || (field !== undefined && 'static' in field && field.static);
}

function isInActor(code: Code, node: TSESTree.Node): boolean {
  const owner = classOfThis(node);
  return owner !== undefined && isActorClass(code, owner);
}

/** Whether an expression is visibly a promise that is made here: of an async method or function of this file, or by `new Promise`. */
function isWork(code: Code, expression: TSESTree.Node, seen = new Set<TSESTree.Node>()): boolean {
  const node = plain(expression);
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.type === 'NewExpression') return isPromise(node.callee);
  if (node.type === 'AssignmentExpression') return isWork(code, node.right, seen);
  if (node.type === 'Identifier') {
    const definition = findVariable(code, node)?.defs[0]?.node;
    const init = definition?.type === 'VariableDeclarator' ? definition.init : null;
    return init !== null && isWork(code, init, seen);
  }
  if (node.type !== 'CallExpression') return false;
  const call = methodCall(node);
  if (call !== undefined && CHAIN.has(call.name)) return isWork(code, call.object, seen);
  const owner = call?.object.type === 'ThisExpression' ? classOfThis(node) : undefined;
  if (call !== undefined) return owner !== undefined && isAsyncMethod(code, owner, call.name);
  const callee = plain(node.callee);
  const definition = callee.type === 'Identifier' ? findVariable(code, callee)?.defs[0]?.node : callee;
  const called = definition?.type === 'VariableDeclarator' ? definition.init : definition;
  return !!called && isFunction(called) && called.async;
}

function isAsyncMethod(code: Code, owner: ClassNode, name: string): boolean {
  return lineage(code, owner).some((at) =>
    at.body.body.some(
      (member) => member.type === 'MethodDefinition' && nameOf(member) === name && member.value.async,
    ),
  );
}
