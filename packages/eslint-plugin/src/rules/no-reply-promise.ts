import type { TSESTree } from '@typescript-eslint/utils';
import { isActorClass, isHook } from '../actor-class.js';
import { isPromise, type Kept, keptOfDeferred, keptOfPromise, makesDeferred } from '../kept-resolver.js';
import { findVariable } from '../names.js';
import { isSameOrigin, type Origin, originOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import {
  type ClassNode,
  classOfMember,
  classOfThis,
  type FunctionNode,
  functionAround,
  isFunction,
  isWithin,
  methodCall,
  nameOf,
  plain,
} from '../syntax.js';
import { answersWithView, awaitsView } from '../view-promise.js';

type Id = 'kept' | 'sent' | 'watched';

/** What is done to a map of resolvers itself, and settles none of them. */
const CONTAINER: ReadonlySet<string> = new Set([
  'add',
  'clear',
  'delete',
  'entries',
  'forEach',
  'get',
  'has',
  'includes',
  'keys',
  'pop',
  'push',
  'set',
  'shift',
  'unshift',
  'values',
]);

/** Reports promises that wait for an answer from an actor. */
export const noReplyPromise: Rule<Id> = createRule({
  description: 'No promise waits for a handler: that is request and reply, built by hand.',
  messages: {
    kept: 'A promise that waits for a message is request and reply, built by hand: it hangs when the answer is lost, and ends with the process. Let a handler of the answer go on, or read a read model.',
    sent: 'A resolver in a message is a return address for a value: request and reply, built by hand. Let the receiver tell another message.',
    watched:
      'The activity and the dead letters are there to be watched. A promise of what they show is request and reply, built by hand. Let a handler of the answer go on, or read a read model.',
  },
  create(context) {
    const code = context.sourceCode;
    const news: TSESTree.NewExpression[] = [];
    const sends: TSESTree.CallExpression[] = [];
    const calls: TSESTree.CallExpression[] = [];

    return {
      NewExpression(node) {
        news.push(node);
      },
      CallExpression(node) {
        calls.push(node);
        if (findSend(code, node) !== undefined) sends.push(node);
        if (awaitsView(code, node)) context.report({ node, messageId: 'watched' });
      },
      ReturnStatement(node) {
        if (answersWithView(code, node)) context.report({ node, messageId: 'watched' });
      },
      'Program:exit'() {
        const reported = new Set<TSESTree.Node>();
        for (const { node, promise, place, isKeyed } of allKept(code, news, calls)) {
          if (reported.has(promise)) continue;
          const isRequest =
            isKeyed && sends.some((send) => isWithin(send, functionAround(promise) ?? promise));
          if (typeof place === 'object' && !isRequest && !isSettledByActor(code, calls, place)) continue;
          reported.add(promise);
          const messageId = place === 'message' ? 'sent' : place === 'view' ? 'watched' : 'kept';
          context.report({ node, messageId });
        }
      },
    };
  },
});

function allKept(
  code: Code,
  news: readonly TSESTree.NewExpression[],
  calls: readonly TSESTree.CallExpression[],
): readonly Kept[] {
  const kept = [
    ...news.flatMap((node) => keptOfPromise(code, node)),
    ...calls.filter(isWithResolvers).flatMap((node) => keptOfDeferred(code, node)),
  ];
  const selfSettling = new Set<ClassNode>();
  for (const { place, isKeyed } of kept) {
    if (typeof place === 'object' && place.kind === 'field' && !isKeyed) selfSettling.add(place.owner);
  }
  const deferred = news.filter((node) => makesDeferred(code, node, selfSettling));
  return [...kept, ...deferred.flatMap((node) => keptOfDeferred(code, node))];
}

function isWithResolvers(node: TSESTree.CallExpression): boolean {
  const call = methodCall(node);
  return call?.name === 'withResolvers' && isPromise(call.object);
}

/** Whether what is kept in a place is settled in an actor, or by a method of another class that an actor of this file calls. */
function isSettledByActor(code: Code, calls: readonly TSESTree.CallExpression[], place: Origin): boolean {
  return calls.some((call) => {
    if (!settles(code, call, place)) return false;
    if (handlerLike(code, call) !== undefined) return true;
    if (call.arguments.length === 0) return false; // a lock that is released answers nothing
    const method = methodAround(call);
    if (!isFunction(method) || classOfMember(method) === undefined) return false;
    const name = method.parent.type === 'MethodDefinition' ? nameOf(method.parent) : undefined;
    return calls.some((at) => methodCall(at)?.name === name && handlerLike(code, at) !== undefined);
  });
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

/** Whether a call settles what is kept in a place. */
function settles(code: Code, call: TSESTree.CallExpression, place: Origin): boolean {
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
