import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { handledMessages, isHandler } from '../actor-class.js';
import { onMutation } from '../mutation.js';
import { originOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import {
  annotationOf,
  boundNode,
  classOfMember,
  type FunctionNode,
  isFunction,
  isWithin,
  wrapped,
} from '../syntax.js';

type Id = 'mutated' | 'copy';

/** Array methods that have a sister which leaves the array alone and gives a changed copy. */
const COPYING: ReadonlyMap<string | undefined, string> = new Map([
  ['reverse', 'toReversed'],
  ['sort', 'toSorted'],
]);

/** Reports a handler that changes the message that it was given. */
export const noMutateMessage: Rule<Id> = createRule({
  description: 'A message stays as it was sent.',
  hasSuggestions: true,
  messages: {
    mutated:
      'This changes a message, which others may hold too: its retry, its dead letter, other subscribers. Copy what you change; what the actor must remember is a field of it.',
    copy: 'Use `{{method}}`, which leaves the message as it is.',
  },
  create(context) {
    const code = context.sourceCode;
    return onMutation(code, ({ node, object, method }) => {
      const origin = originOf(code, object);
      if (origin?.kind !== 'variable' || !isMessage(code, origin.variable)) return;
      const copying = COPYING.get(method);
      const isUsed = wrapped(node).parent?.type !== 'ExpressionStatement';
      context.report({
        node,
        messageId: 'mutated',
        suggest:
          copying !== undefined && isUsed
            ? [
                {
                  messageId: 'copy',
                  data: { method: copying },
                  fix: (fixer) => fixer.replaceText(propertyOf(node), copying),
                },
              ]
            : [],
      });
    });
  },
});

function propertyOf(call: TSESTree.Node): TSESTree.Node {
  return ((call as TSESTree.CallExpression).callee as TSESTree.MemberExpression).property;
}

/** Whether a variable is a message, or a part that was taken out of one in the list of parameters. */
function isMessage(code: Code, variable: TSESLint.Scope.Variable): boolean {
  const [definition] = variable.defs;
  if (definition === undefined || !isFunction(definition.node)) return false;
  const { node: owner, name } = definition;
  const parameter = owner.params.find((at) => isWithin(name, at));
  if (parameter === undefined || isCopyOrReplaced(variable, name)) return false;
  return isHandler(code, owner) ? parameter === owner.params[0] : isHandledType(code, owner, parameter);
}

/** `{ id, ...rest }` copies the rest; and a parameter that is assigned may be another object by now. */
function isCopyOrReplaced(variable: TSESLint.Scope.Variable, name: TSESTree.Node): boolean {
  const isAssigned = variable.references.some((reference) => reference.isWrite() && reference.init !== true);
  return isAssigned || name.parent?.type === 'RestElement';
}

/** A method of an actor that a handler hands its message on to. */
function isHandledType(code: Code, owner: FunctionNode, parameter: TSESTree.Parameter): boolean {
  const actor = classOfMember(owner);
  const type = annotationOf(boundNode(parameter));
  return (
    actor !== undefined &&
    type?.type === 'TSTypeReference' &&
    type.typeName.type === 'Identifier' &&
    handledMessages(code, actor).has(type.typeName.name)
  );
}
