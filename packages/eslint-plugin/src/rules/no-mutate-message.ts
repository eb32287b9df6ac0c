import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { handledMessages, isHandler } from '../actor-class.js';
import { classOf, findField } from '../class-of.js';
import { KeptMessages } from '../kept-message.js';
import { isUnused, onMutation } from '../mutation.js';
import { firstOfPattern, type Origin, originOf } from '../origin.js';
import { type Code, createRule, type Rule } from '../rule.js';
import {
  annotationOf,
  boundNode,
  classOfMember,
  type FunctionNode,
  isFunction,
  isWithin,
  methodAround,
  methodCall,
  wrapped,
} from '../syntax.js';

type Id = 'mutated' | 'kept' | 'copy';

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
    kept: '`this.{{name}}` is a message, or a part of one, as it came, and is changed here: its sender holds the same object. Keep a copy.',
    copy: 'Use `{{method}}`, which leaves the message as it is.',
  },
  create(context) {
    const code = context.sourceCode;
    const keepers = new Set<FunctionNode>();
    const calls = new Set<TSESTree.CallExpression>();
    const kept = new KeptMessages(code, (origin) => isMessage(code, origin));
    const changes: { readonly node: TSESTree.Node; readonly origin: Origin }[] = [];
    const onKeep = (node: TSESTree.Node): void => {
      const method = methodAround(node);
      if (isFunction(method)) keepers.add(method);
    };
    const onChange = onMutation(code, ({ node, object, method }) => {
      if (isFieldOfThis(object)) onKeep(node);
      const origin = originOf(code, object);
      if (origin?.kind === 'field') changes.push({ node, origin });
      if (origin === undefined || !isMessage(code, origin)) return;
      if (node.type === 'CallExpression') calls.delete(node);
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
      AssignmentExpression(node) {
        onChange.AssignmentExpression?.(node);
        if (isFieldOfThis(node.left)) onKeep(node);
        kept.onAssignment(node);
      },
      CallExpression(node) {
        calls.add(node);
        onChange.CallExpression?.(node);
        kept.onCall(node);
      },
      'Program:exit'() {
        for (const node of calls)
          if (isKeptByMessage(code, node, keepers)) context.report({ node, messageId: 'mutated' });
        for (const { node, origin } of changes) {
          if (origin.kind === 'field' && kept.has(origin))
            context.report({ node, messageId: 'kept', data: { name: origin.name } });
        }
      },
    };
  },
});

/** Whether a call hands something to a message's own method, where the class is in this file and the method puts something into a field. */
function isKeptByMessage(
  code: Code,
  node: TSESTree.CallExpression,
  keepers: ReadonlySet<FunctionNode>,
): boolean {
  if (!isUnused(node) && wrapped(node).parent?.type !== 'ReturnStatement') return false;
  const call = methodCall(node);
  const origin = call === undefined || node.arguments.length === 0 ? undefined : originOf(code, call.object);
  if (call === undefined || origin?.kind !== 'variable' || origin.path.length > 0) return false;
  if (!isMessage(code, origin)) return false;
  const owner = classOf(code, call.object);
  const method = owner && findField(code, owner, call.name)?.declaration;
  return (
    method?.type === 'MethodDefinition' &&
    !method.static &&
    isFunction(method.value) &&
    keepers.has(method.value)
  );
}

function isFieldOfThis(node: TSESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'ThisExpression';
}

function propertyOf(call: TSESTree.Node): TSESTree.Node {
  return ((call as TSESTree.CallExpression).callee as TSESTree.MemberExpression).property;
}

/** Whether an object is a message, or a part of one, by whatever name a handler has it. */
function isMessage(code: Code, origin: Origin): boolean {
  if (origin.kind !== 'variable') return false;
  const { variable, path } = origin;
  const [first] = path;
  const [definition] = variable.defs;
  if (definition === undefined) return first === '0' && isArgumentsOfHandler(code, variable);
  if (!isFunction(definition.node)) return false;
  const { node: owner, name } = definition;
  const parameter = owner.params.find((at) => isWithin(name, at));
  if (parameter === undefined || isCopyOrReplaced(variable, name)) return false;
  if (!isHandler(code, owner)) return isHandledType(code, owner, parameter);
  if (parameter !== owner.params[1]) return parameter === owner.params[0];
  // `context.envelope.message`, and the headers beside it
  const envelope = boundNode(parameter) === name ? first : firstOfPattern(boundNode(parameter), name);
  return envelope === 'envelope' && path.length > (boundNode(parameter) === name ? 1 : 0);
}

function isArgumentsOfHandler(code: Code, { name, scope }: TSESLint.Scope.Variable): boolean {
  return name === 'arguments' && isFunction(scope.block) && isHandler(code, scope.block);
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
