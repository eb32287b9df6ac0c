import { posix } from 'node:path';
import type { Rule, Tree } from '@angular-devkit/schematics';
import { actorNames, actorSource, actorSpec } from './actor.template.js';
import { type Compiler, findCompiler } from './compiler.js';
import { parseKey } from './element-name.js';
import { write } from './formatting.js';
import { findImportEnding, type ImportEnding, relativePath } from './imports.js';
import { locate, type LocationOptions, sourceRootOf } from './location.js';
import { plainMessage } from './message.template.js';
import { addMessages } from './messages-file.js';
import { findModules, listInModule } from './module-file.js';
import { PackageFile } from './package-file.js';
import { shown } from './shown.js';

/** What `nest generate -c nestjs-mailbox actor` takes; `actor.schema.json` says what each is for. */
export interface ActorOptions extends LocationOptions {
  readonly key?: string | undefined;
  readonly spec?: boolean | undefined;
  readonly specFileSuffix?: string | undefined;
  readonly skipImport?: boolean | undefined;
}

/** Creates an actor with its first messages and its test, and lists it in the nearest module. */
export function actor(options: ActorOptions): Rule {
  return async (tree, { logger }) => {
    const compiler = findCompiler();
    const { folder, name } = locate(tree, options, 'actor');
    const { spec: hasSpec = true, specFileSuffix = 'spec', skipImport = false } = options;
    const key = parseKey(options.key);
    const names = actorNames(name);
    const path = posix.join(folder, `${name.kebab}.actor.ts`);
    const specPath = path.replace(/ts$/, `${specFileSuffix}.ts`);
    const there = [path, ...(hasSpec ? [specPath] : [])].find((file) => tree.exists(file));
    if (there !== undefined)
      throw new Error(`${shown(there)} exists already; remove it, or choose another name`);

    const modules = findModules(tree, folder, sourceRootOf(options));
    const ending = endingIn(tree, folder, modules);
    const messages = [names.start, names.started].map((className) => plainMessage(className, key));
    await addMessages(compiler, tree, folder, messages);
    await write(tree, path, actorSource(names, key, ending));
    if (hasSpec) await write(tree, specPath, actorSpec(names, key, ending));
    if (skipImport) return;
    const problem = await register(compiler, tree, names.actor, path, modules, ending);
    if (problem !== undefined)
      logger.warn(`${problem}. Add ${names.actor} to the providers of its module yourself.`);
  };
}

/** Files name each other as the nearest module names others; where that names none, as its package wants it. */
function endingIn(tree: Tree, folder: string, [module]: readonly string[]): ImportEnding {
  const found = module === undefined ? undefined : findImportEnding(tree.readText(module));
  return found ?? (PackageFile.find(tree, folder)?.isEsm === true ? '.js' : '');
}

/** Lists an actor in its module. What it gives back is why that was not possible. */
async function register(
  compiler: Compiler,
  tree: Tree,
  className: string,
  path: string,
  [module, another]: readonly string[],
  ending: ImportEnding,
): Promise<string | undefined> {
  if (module === undefined) return 'no module was found in its folder, nor above it';
  if (another !== undefined)
    return `its folder has several modules, ${shown(module)} and ${shown(another)} among them`;
  const from = relativePath(module, path, ending);
  const outcome = await listInModule(compiler, tree, module, {
    list: 'providers',
    className,
    text: className,
    from,
  });
  return outcome.kind === 'no-place' ? outcome.why : undefined;
}
