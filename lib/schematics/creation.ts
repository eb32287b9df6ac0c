import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type ts from 'typescript';
import type { Compiler } from './compiler.js';
import { findOrigin } from './imports.js';
import { endWithRemarks } from './insertion.js';
import { noPlace, type Outcome } from './outcome.js';
import { shown } from './shown.js';
import { descendants } from './source.js';

/** The call of `NestFactory` that creates an application, or undefined where a file has none. */
export function findCreation(compiler: Compiler, source: ts.SourceFile): ts.CallExpression | undefined {
  return [...descendants(source)]
    .filter(compiler.isCallExpression)
    .find(({ expression }) => /^NestFactory\s*\.\s*create\w*$/.test(expression.getText()));
}

/** The module that an application is created of: the name of its class, and its file if that can be told. */
export function findRootModule(
  compiler: Compiler,
  tree: Tree,
  creation: ts.CallExpression,
): { readonly className: string; readonly path: string | undefined } | undefined {
  const source = creation.getSourceFile();
  const [argument] = creation.arguments;
  if (argument === undefined) return undefined;
  const className = [argument, ...descendants(argument)].find(compiler.isIdentifier)?.text; // AppModule.register() too
  if (className === undefined) return undefined;
  const origin = findOrigin(compiler, source, className);
  if (origin === undefined) {
    const isHere = source.statements.some(
      (one) => compiler.isClassDeclaration(one) && one.name?.text === className,
    );
    return { className, path: isHere ? source.fileName : undefined };
  }
  const bare = posix.join(posix.dirname(source.fileName), origin.replace(/\.[jt]s$/, ''));
  const path = origin.startsWith('.')
    ? [`${bare}.ts`, `${bare}/index.ts`].find((file) => tree.exists(file))
    : undefined;
  return { className, path };
}

/** Enables the shutdown hooks of an application right after it has been created. */
export function insertShutdownHooks(compiler: Compiler, creation: ts.CallExpression): Outcome {
  const variable = findVariable(compiler, creation);
  const { fileName, text } = creation.getSourceFile();
  if (variable === undefined)
    return noPlace(`${shown(fileName)} does not await the application into a variable`);
  const statement = variable.parent.parent;
  const indent = /[^\S\n]*$/.exec(text.slice(0, statement.getStart()))?.[0] ?? '';
  const call = `${variable.name.getText()}.enableShutdownHooks();`;
  const line = `\n${indent}${call} // SIGTERM empties the mailboxes before the process ends`;
  return { kind: 'insert', insertions: [{ at: endWithRemarks(compiler, text, statement.end), text: line }] };
}

/** `app`, of `const app = await NestFactory.create(AppModule)`. */
function findVariable(compiler: Compiler, creation: ts.CallExpression): ts.VariableDeclaration | undefined {
  let node: ts.Node = creation.parent;
  if (!compiler.isAwaitExpression(node)) return undefined;
  do node = node.parent;
  while (compiler.isParenthesizedExpression(node) || compiler.isAsExpression(node));
  if (!compiler.isVariableDeclaration(node) || !compiler.isIdentifier(node.name)) return undefined;
  return compiler.isVariableStatement(node.parent.parent) ? node : undefined;
}
