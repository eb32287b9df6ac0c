import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type ts from 'typescript';
import type { Compiler } from './compiler.js';
import { write } from './formatting.js';
import { findOrigin, importOf } from './imports.js';
import { insert } from './insertion.js';
import type { MessageSource } from './message.template.js';
import { shown } from './shown.js';
import { parse } from './source.js';

/** Where a folder has its messages: an actor's are read, and changed, together. */
export function messagesFile(folder: string): string {
  return posix.join(folder, 'messages.ts');
}

/**
 * Adds classes to a folder's messages. Those that are there, word for word, are not added again.
 *
 * @returns Whether the file has changed.
 * @throws Error when a class of that name is there and says something else.
 */
export async function addMessages(
  compiler: Compiler,
  tree: Tree,
  folder: string,
  messages: readonly MessageSource[],
): Promise<boolean> {
  const path = messagesFile(folder);
  const before = tree.exists(path) ? tree.readText(path) : '';
  const missing = messages.filter((message) => isMissing(compiler, parse(compiler, path, before), message));
  const imports = missing.flatMap((message) => Object.entries(message.imports));
  const text = imports.reduce((source, [name, from]) => {
    const parsed = parse(compiler, path, source);
    const isThere = findOrigin(compiler, parsed, name) !== undefined;
    return isThere ? source : insert(source, importOf(compiler, parsed, name, from));
  }, before);
  const start = text.trimEnd();
  const classes = missing.map((message) => message.text).join('\n');
  const line = { at: start.length, text: start === '' ? classes : `\n\n${classes}` };
  if (missing.length > 0) await write(tree, path, insert(start, [line]));
  return missing.length > 0;
}

function isMissing(compiler: Compiler, source: ts.SourceFile, { className, text }: MessageSource): boolean {
  const there = source.statements
    .filter(compiler.isClassDeclaration)
    .find(({ name }) => name?.text === className);
  if (there === undefined) return true;
  if (withoutSpace(there.getText()) === withoutSpace(text)) return false;
  throw new Error(`${shown(source.fileName)} has another ${className}; rename it, or choose another name`);
}

/** Line breaks and indents are its project's business. */
function withoutSpace(text: string): string {
  return text.replaceAll(/\s/g, '');
}
