import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type { Compiler } from './compiler.js';
import { write } from './formatting.js';
import { findOrigin, importOf } from './imports.js';
import { insert } from './insertion.js';
import { listInMetadata, type ModuleEntry } from './module-metadata.js';
import { noPlace, type Outcome } from './outcome.js';
import { shown } from './shown.js';
import { parse } from './source.js';

/**
 * Finds the module that something in a folder belongs to: that folder's own, else that of the next folder above, up to `top`. Of
 * several in one folder it is the one that is called like it. The answer is its path; or none, or several to choose from.
 */
export function findModules(tree: Tree, folder: string, top: string): readonly string[] {
  const files = tree
    .getDir(folder)
    .subfiles.filter((file) => file.endsWith('.module.ts'))
    .map((file) => posix.join(folder, file));
  const likely = [posix.basename(folder), 'app'].map((name) => posix.join(folder, `${name}.module.ts`));
  const chosen = likely.find((file) => files.includes(file));
  if (chosen !== undefined) return [chosen];
  if (files.length > 0 || folder === top || folder === '/') return files;
  return findModules(tree, posix.dirname(folder), top);
}

/** Lists something in a module, and imports its class from where it is. What that leads to has been written. */
export async function listInModule(
  compiler: Compiler,
  tree: Tree,
  path: string,
  entry: ModuleEntry & { readonly from: string; readonly moduleName?: string | undefined },
): Promise<Outcome> {
  const { className, from, moduleName } = entry;
  const source = parse(compiler, path, tree.readText(path));
  const origin = findOrigin(compiler, source, className);
  if (origin !== undefined && origin.replace(/\.[jt]s$/, '') !== from.replace(/\.[jt]s$/, '')) {
    return noPlace(`${shown(path)} has another ${className}, from '${origin}'`);
  }
  const outcome = listInMetadata(compiler, source, entry, moduleName);
  if (outcome.kind === 'insert') {
    const imports = origin === undefined ? importOf(compiler, source, className, from) : [];
    await write(tree, path, insert(source.text, [...imports, ...outcome.insertions]));
  }
  return outcome;
}
