import type { TSESTree } from '@typescript-eslint/utils';
import { lineage } from './actor-class.js';
import { findClass, findVariable } from './names.js';
import type { Code } from './rule.js';
import {
  annotationOf,
  boundNode,
  type ClassNode,
  classOfThis,
  isFunction,
  methodCall,
  nameOf,
  plain,
} from './syntax.js';

/** The class of this file that an expression is an instance of, as far as the file says so: by `this`, `new`, a type or a value. */
export function classOf(
  code: Code,
  expression: TSESTree.Node,
  seen = new Set<TSESTree.Node>(),
): ClassNode | undefined {
  const node = plain(expression);
  if (seen.has(node)) return undefined;
  seen.add(node);
  switch (node.type) {
    case 'ThisExpression':
      return classOfThis(node);
    case 'NewExpression':
      return findClass(code, node.callee);
    case 'CallExpression': {
      const [token] = node.arguments; // `moduleRef.get(Jobs)`
      return methodCall(node)?.name === 'get' && token !== undefined ? findClass(code, token) : undefined;
    }
    case 'Identifier':
      return classOfVariable(code, node, seen);
    case 'MemberExpression': {
      const owner = classOf(code, node.object, seen);
      const name = nameOf(node);
      const field = owner && name !== undefined ? findField(code, owner, name)?.declaration : undefined;
      return field && classOfDeclaration(code, field, seen);
    }
    default:
      return undefined;
  }
}

/** A field or a method of a class, or of a parent in this file: who declares it, and where. */
export function findField(
  code: Code,
  node: ClassNode,
  name: string,
): { readonly owner: ClassNode; readonly declaration: TSESTree.Node } | undefined {
  for (const owner of lineage(code, node)) {
    for (const member of owner.body.body) {
      if (nameOf(member) === name) return { owner, declaration: member };
      if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
      for (const parameter of member.value.params) {
        const bound = boundNode(parameter);
        const isField = parameter.type === 'TSParameterProperty' && bound.type === 'Identifier';
        if (isField && bound.name === name) return { owner, declaration: parameter };
      }
    }
  }
  return undefined;
}

function classOfVariable(
  code: Code,
  node: TSESTree.Identifier,
  seen: Set<TSESTree.Node>,
): ClassNode | undefined {
  const [definition] = findVariable(code, node)?.defs ?? [];
  if (definition?.node.type === 'VariableDeclarator' && definition.node.id.type === 'Identifier')
    return classOfDeclaration(code, definition.node, seen);
  if (definition === undefined || !isFunction(definition.node)) return undefined;
  const parameter = definition.node.params.find((at) => boundNode(at) === definition.name);
  return parameter && classOfDeclaration(code, parameter, seen);
}

/** By its type, or by its value. */
function classOfDeclaration(
  code: Code,
  node: TSESTree.Node,
  seen: Set<TSESTree.Node>,
): ClassNode | undefined {
  const type = annotationOf(node.type === 'VariableDeclarator' ? node.id : boundNode(node));
  if (type !== undefined) return type.type === 'TSTypeReference' ? findClass(code, type.typeName) : undefined;
  const value =
    node.type === 'VariableDeclarator' ? node.init : node.type === 'PropertyDefinition' ? node.value : null;
  return value === null ? undefined : classOf(code, value, seen);
}
