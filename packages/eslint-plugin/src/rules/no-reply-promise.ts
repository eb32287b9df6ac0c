import type { TSESTree } from '@typescript-eslint/utils';
import { calledFunction } from '../called-function.js';
import { keptConnections } from '../kept-connection.js';
import {
  isPromise,
  type Kept,
  keptOfDeferred,
  keptOfPromise,
  keptOfThen,
  makesDeferred,
  type Maker,
} from '../kept-resolver.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import { Settlement } from '../settlement.js';
import { sharedWork } from '../shared-work.js';
import { type ClassNode, type FunctionNode, methodCall } from '../syntax.js';
import { answersWithView, awaitsView, respondsWithView } from '../view-promise.js';

type Id = 'kept' | 'open' | 'sent' | 'shared' | 'watched';

/** Reports promises that wait for an answer from an actor. */
export const noReplyPromise: Rule<Id> = createRule({
  description: 'No promise waits for a handler: that is request and reply, built by hand.',
  messages: {
    kept: 'A promise that waits for a message is request and reply, built by hand: it hangs when the answer is lost, and ends with the process. Let a handler of the answer go on, or read a read model.',
    open: 'A request that stands open until a handler ends it is request and reply, built by hand: it hangs when the message is lost. Answer 202 at once; the client asks for the state, or hears of it by an event.',
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
    const thens: (Kept | Maker)[] = [];
    const connections: Kept[] = [];
    const writes: TSESTree.AssignmentExpression[] = [];
    const awaited: TSESTree.Node[] = [];

    return {
      FunctionExpression(node) {
        thens.push(...keptOfThen(code, node));
        connections.push(...keptConnections(code, node));
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
        const settlement = new Settlement(code, calls, sends);
        const reported = new Set<TSESTree.Node>();
        for (const kept of [...allKept(code, news, calls, thens), ...connections]) {
          const { isConnection, node, promise, place } = kept;
          if (reported.has(promise)) continue;
          const isAnswered =
            typeof place === 'object'
              ? (isConnection !== true && settlement.isRequest(kept)) ||
                settlement.isByHandler({ ...kept, place })
              : place !== 'provider' || settlement.isRequest(kept);
          if (!isAnswered) continue;
          reported.add(promise);
          const messageId =
            isConnection === true
              ? 'open'
              : place === 'message'
                ? 'sent'
                : place === 'view'
                  ? 'watched'
                  : 'kept';
          context.report({ node, messageId });
        }
        for (const node of sharedWork(code, [...calls, ...writes], awaited))
          context.report({ node, messageId: 'shared' });
      },
    };
  },
});

/** Where every resolver of a file ends up, of those too that a class or a function of the file makes. */
function allKept(
  code: Code,
  news: readonly TSESTree.NewExpression[],
  calls: readonly TSESTree.CallExpression[],
  thens: readonly (Kept | Maker)[],
): readonly Kept[] {
  const found = [
    ...news.flatMap((node) => keptOfPromise(code, node)),
    ...calls.filter(isWithResolvers).flatMap((node) => keptOfDeferred(code, node)),
    ...thens,
  ];
  const kept = found.filter((at) => 'place' in at);
  const makers = new Set(found.filter((at) => 'maker' in at).map(({ maker }) => maker));
  const selfSettling = new Set<ClassNode>();
  for (const { place, isKeyed } of kept) {
    if (typeof place === 'object' && place.kind === 'field' && !isKeyed) selfSettling.add(place.owner);
  }
  const deferred = [
    ...news.filter((node) => makesDeferred(code, node, selfSettling)),
    ...calls.filter((node) => makers.size > 0 && makers.has(calledFunction(code, node) as FunctionNode)),
  ];
  return [...kept, ...deferred.flatMap((node) => keptOfDeferred(code, node)).filter((at) => 'place' in at)];
}

function isWithResolvers(node: TSESTree.CallExpression): boolean {
  const call = methodCall(node);
  return call?.name === 'withResolvers' && isPromise(call.object);
}
