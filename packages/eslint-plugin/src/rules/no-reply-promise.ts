import type { TSESTree } from '@typescript-eslint/utils';
import { handlerLike, isActorClass } from '../actor-class.js';
import {
  isPromise,
  type Kept,
  keptOfDeferred,
  keptOfPromise,
  keptOfThen,
  makesDeferred,
} from '../kept-resolver.js';
import { findVariable } from '../names.js';
import { isSameOrigin, type Origin, placeOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import { sharedWork } from '../shared-work.js';
import {
  type ClassNode,
  classOfMember,
  functionAround,
  isFunction,
  isWithin,
  methodAround,
  methodCall,
  nameOf,
  plain,
} from '../syntax.js';
import { answersWithView, awaitsView, respondsWithView } from '../view-promise.js';

type Id = 'kept' | 'sent' | 'shared' | 'watched';

/** What is done to a map of resolvers itself, and settles none of them. */
const CONTAINER =
  /^(add|at|clear|concat|delete|entries|every|filter|find|findIndex|flat|forEach|get|has|includes|indexOf|keys|map|pop|push|set|shift|slice|some|sort|splice|unshift|values)$/;

/** Reports promises that wait for an answer from an actor. */
export const noReplyPromise: Rule<Id> = createRule({
  description: 'No promise waits for a handler: that is request and reply, built by hand.',
  messages: {
    kept: 'A promise that waits for a message is request and reply, built by hand: it hangs when the answer is lost, and ends with the process. Let a handler of the answer go on, or read a read model.',
    sent: 'A resolver in a message is a return address for a value: request and reply, built by hand. Let the receiver tell another message.',
    shared:
      'A promise of what a handler does, laid where others await it, is request and reply, built by hand. Let the handler tell a message when it is done, or let others read a read model.',
    watched:
      'The activity and the dead letters are there to be watched. A promise of what they show is request and reply, built by hand. Let a handler of the answer go on, or read a read model.',
  },
  create(context) {
    const code = context.sourceCode;
    const news: TSESTree.NewExpression[] = [];
    const sends: TSESTree.CallExpression[] = [];
    const calls: TSESTree.CallExpression[] = [];
    const thens: Kept[] = [];
    const writes: TSESTree.AssignmentExpression[] = [];
    const awaited: TSESTree.Node[] = [];

    return {
      FunctionExpression(node) {
        thens.push(...keptOfThen(code, node));
      },
      ArrowFunctionExpression(node) {
        thens.push(...keptOfThen(code, node));
        if (node.body.type !== 'BlockStatement') awaited.push(node.body);
      },
      NewExpression(node) {
        news.push(node);
      },
      CallExpression(node) {
        calls.push(node);
        if (findSend(code, node) !== undefined) sends.push(node);
        if (awaitsView(code, node) || respondsWithView(code, node))
          context.report({ node, messageId: 'watched' });
      },
      AssignmentExpression(node) {
        writes.push(node);
      },
      AwaitExpression({ argument }) {
        awaited.push(argument);
      },
      ReturnStatement(node) {
        if (node.argument !== null) awaited.push(node.argument);
        if (answersWithView(code, node)) context.report({ node, messageId: 'watched' });
      },
      'Program:exit'() {
        const reported = new Set<TSESTree.Node>();
        for (const { node, promise, place, isKeyed } of [...allKept(code, news, calls), ...thens]) {
          if (reported.has(promise)) continue;
          const isRequest =
            isKeyed && sends.some((send) => isWithin(send, functionAround(promise) ?? promise));
          if (typeof place === 'object' && !isRequest && !isSettledByActor(code, calls, place)) continue;
          reported.add(promise);
          const messageId = place === 'message' ? 'sent' : place === 'view' ? 'watched' : 'kept';
          context.report({ node, messageId });
        }
        for (const node of sharedWork(code, [...calls, ...writes], awaited))
          context.report({ node, messageId: 'shared' });
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

/** Whether what is kept in a place is settled in an actor, or by what an actor of this file calls: a method of another class, a function. */
function isSettledByActor(code: Code, calls: readonly TSESTree.CallExpression[], place: Origin): boolean {
  const isOfAnother = place.kind === 'field' && !isActorClass(code, place.owner);
  return calls.some((call) => {
    if (!settles(code, call, place)) return false;
    const isInActor = handlerLike(code, call) !== undefined;
    if (isInActor && !isOfAnother) return true;
    if (call.arguments.length === 0) return false; // a lock that is released answers nothing
    return isInActor || isCalledByActor(code, calls, methodAround(call));
  });
}

function isCalledByActor(
  code: Code,
  calls: readonly TSESTree.CallExpression[],
  called: TSESTree.Node,
): boolean {
  if (!isFunction(called)) return false;
  const { parent } = called;
  if (classOfMember(called) !== undefined) {
    const name = parent.type === 'MethodDefinition' ? nameOf(parent) : undefined;
    return calls.some((at) => methodCall(at)?.name === name && handlerLike(code, at) !== undefined);
  }
  const named = parent.type === 'VariableDeclarator' ? parent : called;
  return calls.some(({ callee }) => {
    const variable = callee.type === 'Identifier' ? findVariable(code, callee) : undefined;
    return (
      variable?.defs.some(({ node }) => node === named) === true && handlerLike(code, callee) !== undefined
    );
  });
}

/** Whether a call settles what is kept in a place. */
function settles(code: Code, call: TSESTree.CallExpression, place: Origin): boolean {
  const callee = plain(call.callee);
  if (callee.type === 'MemberExpression') {
    if (isSameOrigin(placeOf(code, callee), place)) return !CONTAINER.test(nameOf(callee) ?? '');
    return false;
  }
  if (callee.type === 'Identifier' && isDeclaredBy(code, callee, 'FunctionDeclaration')) return false;
  return isSameOrigin(placeOf(code, callee), place);
}

function isDeclaredBy(code: Code, node: TSESTree.Identifier, type: string): boolean {
  return findVariable(code, node)?.defs.some(({ node: definition }) => definition.type === type) === true;
}
