import type { TSESTree } from '@typescript-eslint/utils';
import { lineage } from './actor-class.js';
import { findClass, findImport, findVariable, TRANSPARENT } from './names.js';
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
  returnedBy,
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
    default: {
      const declaration = declarationOf(code, node, seen);
      return declaration && classOfDeclaration(code, declaration, seen);
    }
  }
}

/** Whether an expression may be an instance of a class: not, where the file says that it is something else. */
export function mayBe(code: Code, expression: TSESTree.Node, node: ClassNode): boolean {
  const type = classOf(code, expression);
  if (type !== undefined) return lineage(code, type).includes(node) || lineage(code, node).includes(type);
  const declaration = declarationOf(code, plain(expression), new Set());
  const annotation = declaration && typeOfDeclaration(declaration);
  if (annotation?.type !== 'TSTypeReference' || annotation.typeName.type !== 'Identifier') return true;
  const { name } = annotation.typeName;
  const isParent = lineage(code, node).some(({ superClass, implements: interfaces }) =>
    [superClass, ...(interfaces ?? []).map(({ expression: at }) => at)].some(
      (at) => at?.type === 'Identifier' && at.name === name,
    ),
  );
  return isParent || findImport(code, annotation.typeName) === undefined;
}

/** What a member of an object of this file's classes gives: the value of a field, and what a getter or a method returns. */
export function givenBy(
  code: Code,
  object: TSESTree.Node,
  name: string,
  kind: 'field' | 'get' | 'method',
): TSESTree.Node | undefined {
  const type = classOf(code, object) ?? findClass(code, object);
  const member = type && findField(code, type, name)?.declaration;
  if (member?.type === 'PropertyDefinition' && kind === 'field') return member.value ?? undefined;
  return member?.type === 'MethodDefinition' && member.kind === kind ? returnedBy(member.value) : undefined;
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

/** Where a variable or a field is declared. */
function declarationOf(code: Code, node: TSESTree.Node, seen: Set<TSESTree.Node>): TSESTree.Node | undefined {
  if (node.type === 'MemberExpression') {
    const owner = classOf(code, node.object, seen);
    const name = nameOf(node);
    return owner && name !== undefined ? findField(code, owner, name)?.declaration : undefined;
  }
  if (node.type !== 'Identifier') return undefined;
  const [definition] = findVariable(code, node)?.defs ?? [];
  if (definition?.node.type === 'VariableDeclarator')
    return definition.node.id.type === 'Identifier' ? definition.node : undefined;
  if (definition === undefined || !isFunction(definition.node)) return undefined;
  return definition.node.params.find((at) => boundNode(at) === definition.name);
}

function typeOfDeclaration(node: TSESTree.Node): TSESTree.TypeNode | undefined {
  return annotationOf(node.type === 'VariableDeclarator' ? node.id : boundNode(node));
}

/** Also behind `Readonly<...>`, and an alias of this file. */
function classOfType(
  code: Code,
  type: TSESTree.TypeNode,
  seen = new Set<TSESTree.Node>(),
): ClassNode | undefined {
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier' || seen.has(type))
    return undefined;
  seen.add(type);
  const { typeName, typeArguments } = type;
  const [inner] = typeArguments?.params ?? [];
  if (TRANSPARENT.has(typeName.name)) return inner && classOfType(code, inner, seen);
  const alias = findVariable(code, typeName)?.defs[0]?.node;
  return alias?.type === 'TSTypeAliasDeclaration'
    ? classOfType(code, alias.typeAnnotation, seen)
    : findClass(code, typeName);
}

/** By its type, or by its value. */
function classOfDeclaration(
  code: Code,
  node: TSESTree.Node,
  seen: Set<TSESTree.Node>,
): ClassNode | undefined {
  const type = typeOfDeclaration(node);
  if (type !== undefined) return classOfType(code, type);
  const value =
    node.type === 'VariableDeclarator' ? node.init : node.type === 'PropertyDefinition' ? node.value : null;
  return value === null ? undefined : classOf(code, value, seen);
}
