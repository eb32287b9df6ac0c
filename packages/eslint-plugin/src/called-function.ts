import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { classOf, findField } from './class-of.js';
import { findClass, findVariable } from './names.js';
import type { Code } from './rule.js';
import { boundNode, type FunctionNode, isFunction, methodCall, plain } from './syntax.js';

/** The function that an expression is, or the name of in this file. */
export function functionOf(code: Code, expression: TSESTree.Node): FunctionNode | undefined {
  const node = plain(expression);
  if (isFunction(node)) return node;
  const definition = node.type === 'Identifier' ? findVariable(code, node)?.defs[0]?.node : undefined;
  const value = definition?.type === 'VariableDeclarator' ? definition.init : definition;
  return value && isFunction(value) ? value : undefined;
}

/** The function or the method of this file that a call runs. */
export function calledFunction(code: Code, node: TSESTree.CallExpression): FunctionNode | undefined {
  const call = methodCall(node);
  if (call === undefined) return functionOf(code, node.callee);
  const owner = classOf(code, call.object) ?? findClass(code, call.object);
  const member = owner && findField(code, owner, call.name)?.declaration;
  const value = member && 'value' in member ? (member.value as TSESTree.Node | null) : null;
  return value !== null && isFunction(value) ? value : undefined;
}

/** The variable that a function has a parameter as. */
export function parameterOf(
  code: Code,
  node: FunctionNode,
  index: number,
): TSESLint.Scope.Variable | undefined {
  const parameter = node.params[index];
  const bound = parameter && boundNode(parameter);
  return code.getDeclaredVariables?.(node).find(({ defs }) => defs.some(({ name }) => name === bound));
}
