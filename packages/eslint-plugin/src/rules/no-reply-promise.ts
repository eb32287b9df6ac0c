import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { isActorClass, isHook } from '../actor-class.js';
import { findVariable } from '../names.js';
import { isSameOrigin, type Origin, originOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import {
  classOfMember,
  classOfThis,
  type FunctionNode,
  functionAround,
  isFunction,
  isWithin,
  methodCall,
  nameOf,
  plain,
  wrapped,
} from '../syntax.js';

type Id = 'kept' | 'sent';

/** A resolver that outlives the code that made its promise. */
interface Kept {
  readonly node: TSESTree.Node;
  readonly promise: TSESTree.Node;
  /** The field or variable that it is kept in; undefined when it went away in a message. */
  readonly place: Origin | undefined;
  /** Kept under a key, as one of many. */
  readonly isKeyed: boolean;
}

const PUT: ReadonlySet<string> = new Set(['add', 'push', 'set', 'unshift']);
const CONTAINER: ReadonlySet<string> = new Set([
  ...PUT,
  'clear',
  'delete',
  'entries',
  'forEach',
  'get',
  'has',
  'includes',
  'keys',
  'pop',
  'shift',
  'values',
]);

/** Reports promises that wait for an answer from an actor. */
export const noReplyPromise: Rule<Id> = createRule({
  description: 'No promise waits for a handler: that is request and reply, built by hand.',
  messages: {
    kept: 'A promise that waits for a message is request and reply, built by hand: it hangs when the answer is lost, and ends with the process. Let a handler of the answer go on, or read a read model.',
    sent: 'A resolver in a message is a return address for a value: request and reply, built by hand. Let the receiver tell another message.',
  },
  create(context) {
    const code = context.sourceCode;
    const kept: Kept[] = [];
    const sends: TSESTree.CallExpression[] = [];
    const calls: TSESTree.CallExpression[] = [];

    return {
      NewExpression(node) {
        const [executor] = node.arguments;
        if (!isPromise(node.callee) || executor === undefined || !isFunction(executor)) return;
        for (const variable of code.getDeclaredVariables?.(executor) ?? []) {
          if (variable.defs.some(({ type }) => type === 'Parameter'))
            kept.push(...keptOf(code, variable, node));
        }
      },
      CallExpression(node) {
        calls.push(node);
        if (findSend(code, node) !== undefined) sends.push(node);
        const call = methodCall(node);
        if (call?.name === 'withResolvers' && isPromise(call.object)) kept.push(...keptBy(code, node, node));
      },
      'Program:exit'() {
        const reported = new Set<TSESTree.Node>();
        for (const { node, promise, place, isKeyed } of kept) {
          if (reported.has(promise)) continue;
          const isRequest =
            isKeyed && sends.some((send) => isWithin(send, functionAround(promise) ?? promise));
          if (place !== undefined && !isRequest && !calls.some((call) => settles(code, call, place)))
            continue;
          reported.add(promise);
          context.report({ node, messageId: place === undefined ? 'sent' : 'kept' });
        }
      },
    };
  },
});

function isPromise(node: TSESTree.Node): boolean {
  return node.type === 'Identifier' && node.name === 'Promise';
}

function* keptOf(code: Code, variable: TSESLint.Scope.Variable, promise: TSESTree.Node): Generator<Kept> {
  for (const { identifier, init } of variable.references) {
    if (init !== true) yield* keptBy(code, identifier, promise);
  }
}

/** Where a value ends up: in a field, a variable, a container of either, or a message; also as part of another value. */
function* keptBy(code: Code, value: TSESTree.Node, promise: TSESTree.Node): Generator<Kept> {
  const node = wrapped(value);
  const { parent } = node;
  switch (parent?.type) {
    case 'Property':
      return yield* keptBy(code, parent.parent, promise);
    case 'MemberExpression': // the `resolve` of a deferred
    case 'ArrayExpression':
      return yield* keptBy(code, parent, promise);
    case 'NewExpression':
      if (parent !== promise && parent.callee !== node) yield* keptBy(code, parent, promise);
      return;
    case 'VariableDeclarator':
      for (const variable of code.getDeclaredVariables?.(parent) ?? [])
        yield* keptOf(code, variable, promise);
      return;
    case 'AssignmentExpression': {
      if (parent.right !== node) return;
      const place = originOf(code, parent.left);
      const isKeyed = parent.left.type === 'MemberExpression' && parent.left.computed;
      if (place !== undefined) yield { node: parent, promise, place, isKeyed };
      return;
    }
    case 'CallExpression': {
      if (parent.callee === node) return yield* keptByCaller(code, parent, promise);
      if (findSend(code, parent) !== undefined)
        yield { node: value, promise, place: undefined, isKeyed: true };
      const call = methodCall(parent);
      const place = call !== undefined && PUT.has(call.name) ? originOf(code, call.object) : undefined;
      if (place !== undefined) yield { node: parent, promise, place, isKeyed: true };
      return;
    }
    default:
      return;
  }
}

/** `(value) => resolve(value)` is a resolver as well, wherever it is kept. */
function* keptByCaller(code: Code, call: TSESTree.CallExpression, promise: TSESTree.Node): Generator<Kept> {
  const caller = functionAround(call);
  const maker = functionAround(promise);
  if (caller === undefined || caller === maker || caller.parent === promise) return;
  if (maker === undefined || isWithin(caller, maker)) yield* keptBy(code, caller, promise);
}

/** The method or function that a node belongs to, whatever callbacks lie between. */
function methodAround(node: TSESTree.Node): TSESTree.Node {
  let outermost: TSESTree.Node = node;
  for (let at = functionAround(node); at !== undefined; at = functionAround(at)) {
    outermost = at;
    if (classOfMember(at) !== undefined) break;
  }
  return outermost;
}

/** Whether a call settles, from within an actor's handlers, what is kept in a place. */
function settles(code: Code, call: TSESTree.CallExpression, place: Origin): boolean {
  const method = handlerLike(code, call);
  if (method === undefined) return false;
  const callee = plain(call.callee);
  if (callee.type === 'MemberExpression') {
    if (isSameOrigin(originOf(code, callee), place)) return !CONTAINER.has(nameOf(callee) ?? '');
    return false;
  }
  if (callee.type === 'Identifier' && isDeclaredBy(code, callee, 'FunctionDeclaration')) return false;
  return isSameOrigin(originOf(code, callee), place);
}

function isDeclaredBy(code: Code, node: TSESTree.Identifier, type: string): boolean {
  return findVariable(code, node)?.defs.some(({ node: definition }) => definition.type === type) === true;
}

/** The method of an actor that a call belongs to: a handler, or one that handlers may call. */
function handlerLike(code: Code, call: TSESTree.Node): FunctionNode | undefined {
  const owner = classOfThis(call);
  if (owner === undefined || !isActorClass(code, owner)) return undefined;
  const method = methodAround(call);
  if (!isFunction(method) || isHook(code, method)) return undefined;
  const isConstructor = method.parent.type === 'MethodDefinition' && method.parent.kind === 'constructor';
  return isConstructor ? undefined : method;
}
