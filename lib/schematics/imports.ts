import { posix } from 'node:path';
import type ts from 'typescript';
import type { Compiler } from './compiler.js';
import { append, endWithRemarks, type Insertion } from './insertion.js';

/** How a project's files name each other: nodenext and ESM with their ending, CommonJS without. */
export type ImportEnding = '' | '.js' | '.ts';

/** How a source names other files, or undefined where it names none. */
export function findImportEnding(text: string): ImportEnding | undefined {
  const [, path] = /\bfrom\s*['"](\.{1,2}\/[^'"]*)['"]/.exec(text) ?? [];
  if (path === undefined) return undefined;
  return /(\.[jt]s)?$/.exec(path)?.[0] as ImportEnding;
}

/** How a file names another one: `./orders/order.actor.js`. */
export function relativePath(from: string, to: string, ending: ImportEnding): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ending);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Where a file has a name from, if it imports it. */
export function findOrigin(compiler: Compiler, source: ts.SourceFile, name: string): string | undefined {
  const declaration = importsOf(compiler, source).find((one) =>
    namesOf(compiler, one)?.elements.some((element) => element.name.text === name),
  );
  return declaration && originOf(declaration);
}

/** Imports a name that a file does not have: beside what else it has from there, or on a line among its like. */
export function importOf(
  compiler: Compiler,
  source: ts.SourceFile,
  name: string,
  from: string,
): readonly Insertion[] {
  const imports = importsOf(compiler, source);
  const list = imports
    .filter((one) => originOf(one) === from && !one.importClause?.isTypeOnly)
    .map((one) => namesOf(compiler, one))
    .find((names) => names !== undefined);
  if (list === undefined) return [lineOf(compiler, source, imports, name, from)];
  return append(compiler, source, { elements: list.elements, start: list.getStart() + 1 }, name, ' ');
}

function lineOf(
  compiler: Compiler,
  { text }: ts.SourceFile,
  imports: readonly ts.ImportDeclaration[],
  name: string,
  from: string,
): Insertion {
  const quote = /\bfrom\s*(['"])/.exec(text)?.[1] ?? "'";
  const line = `import { ${name} } from ${quote}${from}${quote};`;
  const like = imports.filter((one) => originOf(one).startsWith('.') === from.startsWith('.'));
  const before = like.at(-1) ?? (from.startsWith('.') ? imports.at(-1) : undefined);
  if (before !== undefined) return { at: endWithRemarks(compiler, text, before.end), text: `\n${line}` };
  const next = imports[0];
  return next === undefined ? { at: 0, text: `${line}\n\n` } : { at: next.getStart(), text: `${line}\n` };
}

function importsOf(compiler: Compiler, source: ts.SourceFile): readonly ts.ImportDeclaration[] {
  return source.statements.filter(compiler.isImportDeclaration);
}

/** The names between the braces of an import. */
function namesOf(compiler: Compiler, { importClause }: ts.ImportDeclaration): ts.NamedImports | undefined {
  const bindings = importClause?.namedBindings;
  return bindings !== undefined && compiler.isNamedImports(bindings) ? bindings : undefined;
}

function originOf({ moduleSpecifier }: ts.ImportDeclaration): string {
  return (moduleSpecifier as ts.StringLiteral).text;
}
