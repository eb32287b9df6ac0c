import type { TSESTree } from '@typescript-eslint/utils';
import { isHandler, lineage } from '../actor-class.js';
import { isContext, knownTypeOf } from '../known-type.js';
import { findVariable } from '../names.js';
import { type Code, createRule, type Rule } from '../rule.js';
import { findSend } from '../send.js';
import {
  classOfThis,
  type FunctionNode,
  functionAround,
  isFunction,
  methodCall,
  nameOf,
  plain,
} from '../syntax.js';

type Id = 'value' | 'generator' | 'drop' | 'separate';

/** Reports a handler that returns a value, or is a generator. */
export const noHandlerReturn: Rule<Id> = createRule({
  description: 'A handler returns nothing; what it would return is another message.',
  hasSuggestions: true,
  messages: {
    value:
      'A handler returns nothing: this value reaches nobody, and its message becomes a dead letter. Tell or publish it as another message.',
    generator:
      'A handler is no generator: what it yields reaches nobody. Tell or publish each value as a message.',
    drop: 'Return without the value.',
    separate: 'Await it first, then return nothing.',
  },
  create(context) {
    const code = context.sourceCode;

    const onFunction = (node: FunctionNode): void => {
      if (!isHandler(code, node)) return;
      if (node.generator) context.report({ node, messageId: 'generator' });
      const { body } = node;
      if (body.type === 'BlockStatement' || isNothing(code, body)) return;
      if (!declaresNothing(code, node) || isVisiblyValue(body))
        context.report({ node: body, messageId: 'value' });
    };

    return {
      ArrowFunctionExpression: onFunction,
      FunctionExpression: onFunction,
      ReturnStatement(node) {
        const handler = functionAround(node);
        const { argument } = node;
        if (argument === null || handler === undefined || handler.generator) return;
        if (!isHandler(code, handler) || isNothing(code, argument)) return;
        if (declaresNothing(code, handler) && !isVisiblyValue(argument)) return;
        const suggestion = suggest(code, node, argument, handler.async);
        context.report({
          node,
          messageId: 'value',
          suggest:
            suggestion === undefined
              ? []
              : [{ ...suggestion, fix: (fixer) => fixer.replaceText(node, suggestion.text) }],
        });
      },
    };
  },
});

/** Whether an expression is nothing, as far as that can be read: `undefined`, `void x`, a send, a method that says `void`. */
function isNothing(code: Code, expression: TSESTree.Node): boolean {
  const node = plain(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined';
    case 'UnaryExpression':
      return node.operator === 'void';
    case 'AwaitExpression':
      return isNothing(code, node.argument);
    case 'ConditionalExpression':
      return isNothing(code, node.consequent) && isNothing(code, node.alternate);
    case 'LogicalExpression':
      return isNothing(code, node.left) && isNothing(code, node.right);
    case 'SequenceExpression':
      return isNothing(code, node.expressions.at(-1) as TSESTree.Expression);
    case 'CallExpression':
      return isVoidCall(code, node);
    default:
      return false;
  }
}

const OF_CONTEXT: ReadonlySet<string> = new Set(['passivate', 'stash', 'unstashAll']);

function isVoidCall(code: Code, node: TSESTree.CallExpression): boolean {
  const send = findSend(code, node);
  if (send !== undefined) return send.verb !== 'deliver';
  const call = methodCall(node);
  if (call === undefined) return false;
  if (OF_CONTEXT.has(call.name) && isContext(knownTypeOf(code, call.object))) return true;
  const owner = call.object.type === 'ThisExpression' ? classOfThis(node) : undefined;
  return (
    owner !== undefined &&
    lineage(code, owner).some((at) => at.body.body.some((member) => isVoidMethod(code, member, call.name)))
  );
}

function isVoidMethod(code: Code, member: TSESTree.ClassElement, name: string): boolean {
  if (nameOf(member) !== name) return false;
  const isMethod = member.type === 'MethodDefinition' || member.type === 'TSAbstractMethodDefinition';
  const isField = member.type === 'PropertyDefinition' && member.value !== null && isFunction(member.value);
  const value = isMethod || isField ? (member.value as FunctionNode) : undefined;
  return value?.returnType ? isVoidType(code, value.returnType.typeAnnotation) : false;
}

function isVoidType(code: Code, node: TSESTree.TypeNode): boolean {
  switch (node.type) {
    case 'TSVoidKeyword':
    case 'TSUndefinedKeyword':
    case 'TSNeverKeyword':
      return true;
    case 'TSUnionType':
      return node.types.every((type) => isVoidType(code, type));
    case 'TSTypeReference': {
      const { typeName, typeArguments } = node;
      if (typeName.type !== 'Identifier') return false;
      const alias = findVariable(code, typeName)?.defs[0]?.node;
      const isAlias = alias?.type === 'TSTypeAliasDeclaration';
      if (typeArguments)
        // `MaybePromise<void>`
        return (
          (isAlias || PROMISE.test(typeName.name)) &&
          typeArguments.params.every((type) => isVoidType(code, type))
        );
      return isAlias && isVoidType(code, alias.typeAnnotation);
    }
    default:
      return false;
  }
}

const PROMISE = /promise|awaitable/i;

const VALUES: ReadonlySet<string> = new Set([
  'ArrayExpression',
  'ArrowFunctionExpression',
  'BinaryExpression',
  'ClassExpression',
  'FunctionExpression',
  'Literal',
  'ObjectExpression',
  'TemplateLiteral',
  'UpdateExpression',
]);

/** Whether a handler's declared return type is nothing: then the compiler has judged what its calls and variables give. */
function declaresNothing(code: Code, { returnType }: FunctionNode): boolean {
  return returnType ? isVoidType(code, returnType.typeAnnotation) : false;
}

/** Whether an expression is a value whatever the compiler knows, or has been cast past it. */
function isVisiblyValue(node: TSESTree.Node): boolean {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSTypeAssertion':
      return true;
    case 'ConditionalExpression':
      return isVisiblyValue(node.consequent) || isVisiblyValue(node.alternate);
    case 'LogicalExpression':
      return isVisiblyValue(node.left) || isVisiblyValue(node.right);
    case 'SequenceExpression':
      return isVisiblyValue(node.expressions.at(-1) as TSESTree.Expression);
    case 'AwaitExpression':
      return isVisiblyValue(node.argument);
    case 'CallExpression':
      return givesAny(node);
    case 'NewExpression':
      return node.callee.type !== 'Identifier' || node.callee.name !== 'Promise';
    case 'UnaryExpression':
      return node.operator !== 'void';
    default:
      return VALUES.has(node.type);
  }
}

/** `JSON.parse(text)` and `response.json()` give `any`, which the compiler lets pass for nothing. */
function givesAny(node: TSESTree.CallExpression): boolean {
  const call = methodCall(node);
  if (call?.name === 'json') return node.arguments.length === 0;
  return call?.name === 'parse' && call.object.type === 'Identifier' && call.object.name === 'JSON';
}

/** What may stand there instead, and do all that the expression does. Nothing, where a promise might lose its owner. */
function suggest(
  code: Code,
  statement: TSESTree.ReturnStatement,
  argument: TSESTree.Expression,
  isAsync: boolean,
): { readonly messageId: 'drop' | 'separate'; readonly text: string } | undefined {
  if (isInert(argument)) return { messageId: 'drop', text: 'return;' };
  const isInBlock = statement.parent.type === 'BlockStatement' || statement.parent.type === 'SwitchCase';
  const awaited = argument.type === 'AwaitExpression' ? argument.argument : argument;
  if (!isAsync || !isInBlock || !['CallExpression', 'Identifier'].includes(awaited.type)) return undefined;
  return { messageId: 'separate', text: `await ${code.getText(awaited)}; return;` };
}

/** Whether evaluating an expression does nothing. */
function isInert(expression: TSESTree.Node): boolean {
  const node = plain(expression);
  switch (node.type) {
    case 'Literal':
    case 'ThisExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'MemberExpression':
      return node.object.type === 'ThisExpression' || (node.object.type === 'Identifier' && !node.computed);
    case 'ArrayExpression':
      return node.elements.every((element) => element === null || isInert(element));
    case 'TemplateLiteral':
      return node.expressions.every(isInert);
    case 'BinaryExpression':
      return isInert(node.left) && isInert(node.right);
    case 'UnaryExpression':
      return node.operator !== 'delete' && isInert(node.argument);
    case 'ObjectExpression':
      return node.properties.every((at) => at.type === 'Property' && !at.computed && isInert(at.value));
    default:
      return false;
  }
}
