import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';

/** What is needed of Prettier 3. */
interface Prettier {
  resolveConfigFile(file: string): Promise<string | null>;
  resolveConfig(file: string, options: { editorconfig: boolean }): Promise<object | null>;
  check(source: string, options: object): Promise<boolean>;
  format(source: string, options: object): Promise<string>;
}

/** Writes a file, formatted as its project is. */
export async function write(tree: Tree, path: string, source: string): Promise<void> {
  if (!tree.exists(path)) {
    tree.create(path, await format(path, source));
    return;
  }
  tree.overwrite(path, await format(path, source, tree.readText(path)));
}

/** Uses the project's own Prettier, if it says how. A file that was formatted otherwise before is left so. */
async function format(path: string, source: string, before?: string): Promise<string> {
  const file = join(process.cwd(), path);
  try {
    const prettier = createRequire(join(process.cwd(), 'package.json'))('prettier') as Prettier;
    if ((await prettier.resolveConfigFile(file)) === null) return source;
    const options = { ...(await prettier.resolveConfig(file, { editorconfig: true })), filepath: file };
    if (before !== undefined && !(await prettier.check(before, options))) return source;
    return await prettier.format(source, options);
  } catch {
    return source; // no Prettier, or one with troubles of its own: the source is as good without
  }
}
