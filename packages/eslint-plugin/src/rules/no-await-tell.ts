import type { TSESTree } from '@typescript-eslint/utils';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend, type Send } from '../send.js';
import { functionAround, isFunction, methodCall, wrapped } from '../syntax.js';

type Id = 'await' | 'chain' | 'collect';

const FIRST: ReadonlySet<string> = new Set(['Identifier', 'Keyword']);
const CHAIN: ReadonlySet<string> = new Set(['catch', 'finally', 'then']);
const COLLECT: ReadonlySet<string> = new Set(['all', 'allSettled', 'any', 'race', 'resolve']);
const MAP: ReadonlySet<string> = new Set(['flatMap', 'map']);

/** Reports code that waits for `tell` or `publish`. */
export const noAwaitTell: Rule<Id> = createRule({
  description: 'Nobody waits for `tell` or `publish`: there is nothing to wait for.',
  fixable: 'code',
  messages: {
    await:
      '`{{verb}}` returns nothing at once: this `await` waits for nothing, and surely not for the handler.',
    chain:
      '`{{verb}}` returns nothing: there is no promise to chain to. What comes next is a handler of another message.',
    collect:
      '`{{verb}}` returns nothing: `Promise.{{name}}` collects `undefined` here. What comes next is a handler of another message.',
  },
  create(context) {
    return {
      CallExpression(node) {
        const send = findSend(context.sourceCode, node);
        if (send?.verb !== 'tell' && send?.verb !== 'publish') return;
        const user = findUser(node);
        if (user?.type === 'AwaitExpression') {
          context.report({
            node: user,
            messageId: 'await',
            data: { verb: send.verb },
            fix: (fixer) =>
              isSafeToDrop(user, send, context.sourceCode)
                ? fixer.replaceText(user, context.sourceCode.getText(node))
                : null,
          });
        } else if (user !== undefined) {
          const name = methodCall(user)?.name ?? '';
          const messageId = CHAIN.has(name) ? 'chain' : 'collect';
          context.report({ node: user, messageId, data: { verb: send.verb, name } });
        }
      },
    };
  },
});

/** The expression that waits for a value, if one does. */
function findUser(value: TSESTree.Node): TSESTree.AwaitExpression | TSESTree.CallExpression | undefined {
  const node = wrapped(value);
  const { parent } = node;
  switch (parent?.type) {
    case 'AwaitExpression':
      return parent;
    case 'ConditionalExpression':
      return parent.test === node ? undefined : findUser(parent);
    case 'SequenceExpression':
      return parent.expressions.at(-1) === node ? findUser(parent) : undefined;
    case 'ArrayExpression':
    case 'LogicalExpression':
      return findUser(parent);
    case 'MemberExpression': {
      const call = wrapped(parent).parent;
      const isChain = parent.property.type === 'Identifier' && CHAIN.has(parent.property.name);
      return isChain && call?.type === 'CallExpression' ? call : undefined;
    }
    case 'CallExpression':
      return isCollector(parent) ? parent : undefined;
    case 'ArrowFunctionExpression':
    case 'ReturnStatement':
      return collectorOfCallback(parent);
    default:
      return undefined;
  }
}

/** `Promise.all(ids.map((id) => ref.tell(...)))` */
function collectorOfCallback(
  node: TSESTree.ArrowFunctionExpression | TSESTree.ReturnStatement,
): TSESTree.CallExpression | undefined {
  const callback = isFunction(node) ? node : functionAround(node);
  const mapping = callback?.parent;
  if (mapping?.type !== 'CallExpression' || !MAP.has(methodCall(mapping)?.name ?? '')) return undefined;
  const { parent } = wrapped(mapping);
  return parent?.type === 'CallExpression' && isCollector(parent) ? parent : undefined;
}

function isCollector(node: TSESTree.CallExpression): boolean {
  const call = methodCall(node);
  return call?.object.type === 'Identifier' && call.object.name === 'Promise' && COLLECT.has(call.name);
}

/** Where it is a statement of its own, and a name or `this` comes behind the word: a bracket might go on with the line before, and a comment would be lost. */
function isSafeToDrop(node: TSESTree.AwaitExpression, { call }: Send, code: Code): boolean {
  const first = code.getFirstToken(node, { skip: 1, includeComments: true });
  return (
    node.parent.type === 'ExpressionStatement' &&
    node.argument === call &&
    first !== null &&
    FIRST.has(first.type)
  );
}
