import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { handledMessages, isHandler } from '../actor-class.js';
import { onMutation } from '../mutation.js';
import { findClass } from '../names.js';
import { originOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import {
  annotationOf,
  boundNode,
  classOfMember,
  type FunctionNode,
  isFunction,
  isWithin,
  methodCall,
  nameOf,
  plain,
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
    const onChange = onMutation(code, ({ node, object, method }) => {
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
    return {
      ...onChange,
      ExpressionStatement({ expression }) {
        const node = plain(expression);
        const message = node.type === 'CallExpression' ? keeperOf(code, node) : undefined;
        if (message !== undefined && isMessage(code, message)) context.report({ node, messageId: 'mutated' });
      },
    };
  },
});

/** The variable whose own method a call hands something to, where the class is in this file and the method assigns to `this`. */
function keeperOf(code: Code, node: TSESTree.CallExpression): TSESLint.Scope.Variable | undefined {
  const call = methodCall(node);
  const origin = call === undefined || node.arguments.length === 0 ? undefined : originOf(code, call.object);
  if (call === undefined || origin?.kind !== 'variable' || origin.depth > 0) return undefined;
  const name = origin.variable.defs[0]?.name;
  const type = name === undefined ? undefined : annotationOf(boundNode(name));
  const owner = type?.type === 'TSTypeReference' ? findClass(code, type.typeName) : undefined;
  const keeps = owner?.body.body.some(
    (member) =>
      member.type === 'MethodDefinition' &&
      !member.static &&
      nameOf(member) === call.name &&
      member.value.body?.body.some(assignsToThis) === true,
  );
  return keeps === true ? origin.variable : undefined;
}

function assignsToThis(statement: TSESTree.Statement): boolean {
  return (
    statement.type === 'ExpressionStatement' &&
    statement.expression.type === 'AssignmentExpression' &&
    statement.expression.left.type === 'MemberExpression' &&
    statement.expression.left.object.type === 'ThisExpression'
  );
}

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
