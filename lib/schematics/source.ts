import { posix } from 'node:path';
import type { DirEntry, Tree } from '@angular-devkit/schematics';
import type ts from 'typescript';
import type { Compiler } from './compiler.js';

const TESTS_AND_TYPES = /(?:\.d|[.-]spec|[.-]test)\.ts$/;

/** Reads a source as the compiler does. */
export function parse(compiler: Compiler, path: string, text: string): ts.SourceFile {
  return compiler.createSourceFile(path, text, compiler.ScriptTarget.Latest, true);
}

/** Every node below another, the outer ones first. */
export function* descendants(node: ts.Node): Generator<ts.Node> {
  for (const child of node.getChildren()) {
    yield child;
    yield* descendants(child);
  }
}

/** The sources of an application, without its tests, that a word occurs in. */
export function sourcesWith(
  word: string,
  compiler: Compiler,
  tree: Tree,
  folder: string,
): readonly ts.SourceFile[] {
  return filesIn(tree.getDir(folder))
    .filter((path) => path.endsWith('.ts') && !TESTS_AND_TYPES.test(path))
    .map((path) => ({ path, text: tree.readText(path) }))
    .filter(({ text }) => text.includes(word))
    .map(({ path, text }) => parse(compiler, path, text));
}

function filesIn(folder: DirEntry): readonly string[] {
  const folders = folder.subdirs.filter((name) => name !== 'node_modules' && name !== 'dist');
  return [
    ...folder.subfiles.map((file) => posix.join(folder.path, file)),
    ...folders.flatMap((name) => filesIn(folder.dir(name))),
  ];
}
