import type { TSESTree } from '@typescript-eslint/utils';
import { isHandler, isHook } from '../actor-class.js';
import { isContext, knownTypeOf } from '../known-type.js';
import { findVariable } from '../names.js';
import { ITERATION } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import { boundNode, type FunctionNode, functionAround, methodCall, nameOf } from '../syntax.js';

type Id = 'missing' | 'options' | 'ownOptions';

/** Reports sends of a handler that leave its conversation. */
export const passTheContext: Rule<Id> = createRule({
  description: 'What a handler sends by a ref or by the runtime carries its context.',
  fixable: 'code',
  messages: {
    missing:
      'Without its context this send starts a new conversation, and does not count as this handler’s: `{{verb}}(message, {{context}})`.',
    options:
      'These options leave the conversation of the handler: use `{{context}}.{{verb}}(message, options)`, or give a `correlationId`.',
    ownOptions:
      'These options leave the conversation of the handler, and no method of a context does the same: give {{correlation}}.',
  },
  create(context) {
    const code = context.sourceCode;
    return {
      CallExpression(node) {
        const send = findSend(code, node);
        if (send?.sender !== 'ActorRef' && send?.sender !== 'MailboxRuntime') return;
        const place = findContext(code, node);
        const [message, options, ...others] = node.arguments;
        if (
          place === undefined ||
          message === undefined ||
          message.type === 'SpreadElement' ||
          others.length > 0
        )
          return;
        const isInScope =
          place.name !== undefined && findVariable(code, node, place.name)?.defs[0]?.name === place.parameter;
        const data = { verb: send.verb, context: place.name ?? 'context' };
        if (options === undefined) {
          context.report({
            node,
            messageId: 'missing',
            data,
            fix: (fixer) =>
              isInScope ? fixer.insertTextAfter(lastTokenOf(code, message), `, ${place.name}`) : null,
          });
        } else if (options.type === 'ObjectExpression' && !isCorrelated(options)) {
          const isOfContext = send.sender === 'MailboxRuntime' && send.verb !== 'deliver';
          const correlation = place.hasEnvelope
            ? `\`correlationId: ${data.context}.envelope.correlationId\``
            : 'a `correlationId`';
          context.report({
            node: options,
            messageId: isOfContext ? 'options' : 'ownOptions',
            data: { ...data, correlation },
          });
        }
      },
    };
  },
});

/** A message may stand in parentheses. */
function lastTokenOf(code: Code, message: TSESTree.Node): TSESTree.Node | TSESTree.Token {
  let last: TSESTree.Node | TSESTree.Token = message;
  for (let next = code.getTokenAfter(last); next?.value === ')'; next = code.getTokenAfter(next)) {
    if (next.range[1] === message.parent?.range[1]) break;
    last = next;
  }
  return last;
}

function isCorrelated({ properties }: TSESTree.ObjectExpression): boolean {
  return properties.some((at) => at.type !== 'Property' || nameOf(at) === 'correlationId');
}

/** Where a context is a parameter. */
interface Place {
  /** Whether it is that of a message: one of a hook has no envelope. */
  readonly hasEnvelope: boolean;
  readonly name?: string;
  readonly parameter?: TSESTree.Node;
}

/**
 * The context of the handler, hook or function in whose time a node runs, and its name, if it has one. None for a callback that may
 * run when the handler has settled: a context has ended by then.
 */
function findContext(code: Code, node: TSESTree.Node): Place | undefined {
  const owner = functionAround(node);
  if (owner === undefined) return undefined;
  for (const parameter of owner.params) {
    const bound = boundNode(parameter);
    const type = bound.type === 'Identifier' ? knownTypeOf(code, bound) : undefined;
    if (bound.type === 'Identifier' && isContext(type))
      return {
        hasEnvelope: type === 'ActorContext' && !isHook(code, owner),
        name: bound.name,
        parameter: bound,
      };
  }
  if (isHandler(code, owner)) return { hasEnvelope: true };
  if (isHook(code, owner)) return { hasEnvelope: false };
  return runsInPlace(owner) ? findContext(code, owner) : undefined;
}

function runsInPlace(node: FunctionNode): boolean {
  const { parent } = node;
  if (node.async || parent.type !== 'CallExpression') return false;
  return parent.callee === node || ITERATION.has(methodCall(parent)?.name ?? '');
}
