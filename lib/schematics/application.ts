import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type ts from 'typescript';
import type { Compiler } from './compiler.js';
import { findCreation, findRootModule, insertShutdownHooks } from './creation.js';
import { write } from './formatting.js';
import { insert } from './insertion.js';
import { listInModule } from './module-file.js';
import { noPlace, type Outcome } from './outcome.js';
import { shown } from './shown.js';
import { descendants, sourcesWith } from './source.js';

const ENTRY = {
  list: 'imports',
  className: 'MailboxModule',
  text: 'MailboxModule.forRoot()',
  from: 'nestjs-mailbox',
} as const;

/** An application as its sources have it: where it is created, and of which module. */
export class Application {
  constructor(
    private readonly compiler: Compiler,
    private readonly tree: Tree,
    /** Where its sources are. */
    private readonly folder: string,
  ) {}

  /** Imports the mailboxes into the root module, unless some module has them. */
  async importMailboxModule(): Promise<Outcome> {
    const path = this.#findAccess('MailboxModule', /^MailboxModule\s*\.\s*forRoot/);
    if (path !== undefined) return { kind: 'present', path };
    const creation = this.#findCreation();
    const module = creation && findRootModule(this.compiler, this.tree, creation);
    const file = [module?.path, posix.join(this.folder, 'app.module.ts')].find((one) =>
      this.tree.exists(one ?? ''),
    );
    if (file === undefined) return noPlace(`no root module was found in ${shown(this.folder)}`);
    return listInModule(this.compiler, this.tree, file, { ...ENTRY, moduleName: module?.className });
  }

  /** Enables the shutdown hooks where the application is created, unless some file does. */
  async enableShutdownHooks(): Promise<Outcome> {
    const path = this.#findAccess('enableShutdownHooks', /\.\s*enableShutdownHooks$/);
    if (path !== undefined) return { kind: 'present', path };
    const creation = this.#findCreation();
    if (creation === undefined)
      return noPlace(`no file of ${shown(this.folder)} was found to create the application`);
    const outcome = insertShutdownHooks(this.compiler, creation);
    const { fileName, text } = creation.getSourceFile();
    if (outcome.kind === 'insert') await write(this.tree, fileName, insert(text, outcome.insertions));
    return outcome;
  }

  /** The call that creates the application: that of `main.ts`, else the only one there is. */
  #findCreation(): ts.CallExpression | undefined {
    const creations = sourcesWith('NestFactory', this.compiler, this.tree, this.folder)
      .map((source) => findCreation(this.compiler, source))
      .filter((creation) => creation !== undefined);
    const main = posix.join(this.folder, 'main.ts');
    const inMain = creations.find((creation) => creation.getSourceFile().fileName === main);
    return inMain ?? (creations.length === 1 ? creations[0] : undefined);
  }

  /** The file that uses a member of something. */
  #findAccess(word: string, access: RegExp): string | undefined {
    return sourcesWith(word, this.compiler, this.tree, this.folder).find((source) =>
      [...descendants(source)]
        .filter(this.compiler.isPropertyAccessExpression)
        .some((node) => access.test(node.getText())),
    )?.fileName;
  }
}
