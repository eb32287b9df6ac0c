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

const LIBRARY = /^nestjs-mailbox(\/(runtime|testing))?$/;

/** The variable, import, class or type that an identifier stands for. */
export function findVariable(code: Code, node: TSESTree.Identifier): TSESLint.Scope.Variable | undefined {
  let scope: TSESLint.Scope.Scope | null = code.getScope(node);
  for (; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** Finds the import behind a name, under whatever alias, also `namespace.name` in values and types. */
export function findImport(code: Code, node: TSESTree.Node): Import | undefined {
  if (node.type === 'Identifier') return importOf(code, node);
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

function memberOfNamespace(code: Code, object: TSESTree.Node, name: string | undefined): Import | undefined {
  if (object.type !== 'Identifier' || name === undefined) return undefined;
  for (const { node: definition } of findVariable(code, object)?.defs ?? []) {
    if (definition.type === 'ImportNamespaceSpecifier') {
      const { parent } = definition;
      return { source: parent.source.value, name, isTypeOnly: parent.importKind === 'type' };
    }
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
