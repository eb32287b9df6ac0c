import { readFileSync } from 'node:fs';
import type { Rule, Tree } from '@angular-devkit/schematics';
import { Application } from './application.js';
import { findCompiler } from './compiler.js';
import { sourceRootOf } from './location.js';
import type { Outcome } from './outcome.js';
import { PackageFile } from './package-file.js';
import { shown } from './shown.js';

/** What `nest add nestjs-mailbox` gives. */
export interface NestAddOptions {
  readonly sourceRoot?: string | undefined;
}

/** Adds the library to an application: the dependency, the module, and the hooks by which it hears of a shutdown. */
export function nestAdd(options: NestAddOptions): Rule {
  return async (tree, { logger }) => {
    const folder = sourceRootOf(options);
    if (addDependency(tree, folder))
      logger.info('package.json has nestjs-mailbox now; npm install brings it');
    const application = new Application(findCompiler(), tree, folder);
    report(
      await application.importMailboxModule(),
      'MailboxModule.forRoot()',
      'to the imports of the root module',
    );
    report(
      await application.enableShutdownHooks(),
      'app.enableShutdownHooks()',
      'where the application is created',
    );

    function report(outcome: Outcome, what: string, where: string): void {
      if (outcome.kind === 'present') logger.info(`${shown(outcome.path ?? '')} has ${what} already`);
      if (outcome.kind === 'no-place') logger.warn(`${outcome.why}. Add ${what} ${where} yourself.`);
    }
  };
}

/** @returns Whether it was missing. */
function addDependency(tree: Tree, folder: string): boolean {
  const file = PackageFile.find(tree, folder);
  if (file === undefined || file.has('nestjs-mailbox')) return false;
  const own = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(own) as { version: string };
  file.add('nestjs-mailbox', `^${version}`);
  return true;
}
