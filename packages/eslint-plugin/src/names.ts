import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Code } from './rule.js';
import { type ClassNode, isClass, nameOf, plain } from './syntax.js';

/** What a name was imported as, and from where. */
export interface Import {
  readonly source: string;
  /** The name that the other file exports it by. */
  readonly name: string;
  readonly isTypeOnly: boolean;
}

/** Types of TypeScript that leave a value what it is. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  'NonNullable',
  'Omit',
  'Partial',
  'Pick',
  'Readonly',
  'Required',
]);

const LIBRARY = /^nestjs-mailbox(\/(runtime|testing))?$/;

/** The variable, import, class or type that an identifier stands for. */
export function findVariable(code: Code, node: TSESTree.Identifier): TSESLint.Scope.Variable | undefined;
/** What a name stands for where a node is. */
export function findVariable(
  code: Code,
  node: TSESTree.Node,
  name: string,
): TSESLint.Scope.Variable | undefined;
export function findVariable(
  code: Code,
  node: TSESTree.Node,
  name = (node as TSESTree.Identifier).name,
): TSESLint.Scope.Variable | undefined {
  let scope: TSESLint.Scope.Scope | null = code.getScope(node);
  for (; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** Finds the import behind a name, under whatever alias (`const On = Handle` too), also `namespace.name` in values and types. */
export function findImport(
  code: Code,
  node: TSESTree.Node,
  seen = new Set<TSESTree.Node>(),
): Import | undefined {
  if (node.type === 'Identifier') return importOf(code, node) ?? importBehind(code, node, seen);
  if (node.type === 'MemberExpression') {
    return memberOfNamespace(code, plain(node.object), nameOf(node));
  }
  if (node.type === 'TSQualifiedName') return memberOfNamespace(code, node.left, node.right.name);
  return undefined;
}

/** The name that something of nestjs-mailbox has there, whatever it is called here. */
export function libraryName(code: Code, node: TSESTree.Node): string | undefined {
  const found = findImport(code, node);
  return found !== undefined && LIBRARY.test(found.source) ? found.name : undefined;
}

/** The class of this file that a name stands for. */
export function findClass(code: Code, node: TSESTree.Node): ClassNode | undefined {
  if (node.type !== 'Identifier') return undefined;
  for (const { node: definition } of findVariable(code, node)?.defs ?? []) {
    if (isClass(definition)) return definition;
    const value = definition.type === 'VariableDeclarator' ? definition.init : null;
    if (value !== null && isClass(value)) return value;
  }
  return undefined;
}

function importOf(code: Code, node: TSESTree.Identifier): Import | undefined {
  for (const { node: definition } of findVariable(code, node)?.defs ?? []) {
    if (definition.type === 'ImportSpecifier') {
      const { imported, importKind } = definition;
      const parent = definition.parent as TSESTree.ImportDeclaration;
      return {
        source: parent.source.value,
        name: imported.type === 'Identifier' ? imported.name : imported.value,
        isTypeOnly: importKind === 'type' || parent.importKind === 'type',
      };
    }
    if (definition.type === 'ImportDefaultSpecifier') {
      const { local, parent } = definition;
      return { source: parent.source.value, name: local.name, isTypeOnly: parent.importKind === 'type' };
    }
  }
  return undefined;
}

/** `const On = Handle`, `const { Handle: On } = mailbox`, where `mailbox` is a namespace. */
function importBehind(code: Code, node: TSESTree.Identifier, seen: Set<TSESTree.Node>): Import | undefined {
  const [definition] = findVariable(code, node)?.defs ?? [];
  if (definition?.node.type !== 'VariableDeclarator' || seen.has(definition.node)) return undefined;
  const { id } = definition.node;
  const init = constantOf(definition.node);
  if (init === undefined) return undefined;
  seen.add(definition.node);
  if (id.type === 'Identifier') return findImport(code, plain(init), seen);
  if (id.type !== 'ObjectPattern') return undefined;
  const property = id.properties.find((at) => at.type === 'Property' && at.value === definition.name);
  return property && memberOfNamespace(code, plain(init), nameOf(property as TSESTree.Property));
}

/** What a `const` is. */
export function constantOf({ init, parent }: TSESTree.VariableDeclarator): TSESTree.Node | undefined {
  return parent.type === 'VariableDeclaration' && parent.kind === 'const' ? (init ?? undefined) : undefined;
}

/** What `require('...')` asks for. */
function required(node: TSESTree.Node): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return undefined;
  const [source] = node.arguments;
  return node.callee.name === 'require' && source?.type === 'Literal' ? String(source.value) : undefined;
}

function memberOfNamespace(code: Code, object: TSESTree.Node, name: string | undefined): Import | undefined {
  const source = required(object);
  if (source !== undefined && name !== undefined) return { source, name, isTypeOnly: false };
  if (object.type !== 'Identifier' || name === undefined) return undefined;
  for (const { node: definition } of findVariable(code, object)?.defs ?? []) {
    if (definition.type === 'ImportNamespaceSpecifier') {
      const { parent } = definition;
      return { source: parent.source.value, name, isTypeOnly: parent.importKind === 'type' };
    }
    const value = definition.type === 'VariableDeclarator' ? constantOf(definition) : undefined;
    const asked = value === undefined ? undefined : required(value);
    if (asked !== undefined) return { source: asked, name, isTypeOnly: false };
    if (
      definition.type === 'TSImportEqualsDeclaration' &&
      definition.moduleReference.type === 'TSExternalModuleReference' &&
      definition.moduleReference.expression.type === 'Literal'
    ) {
      const source = String(definition.moduleReference.expression.value);
      return { source, name, isTypeOnly: definition.importKind === 'type' };
    }
  }
  return undefined;
}
