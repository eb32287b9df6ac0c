import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readCodeBlocks } from '../package/code-blocks.js';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A module made of a code block: its exports are known when it has been loaded, so a test says what they are. */
// oxlint-disable-next-line typescript/no-explicit-any
export type SnippetModule = Record<string, any>;

/**
 * Source files laid out in a folder of their own, to be run. It is an ES module package that finds what this repository has
 * installed, and the library by its name.
 */
export class SourceFolder {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), 'nestjs-mailbox-docs-'));

  constructor(readonly files: ReadonlyMap<string, string>) {
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }\n');
    for (const [file, source] of this.files) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), source);
    }
  }

  /** Where a file lies. Throws if there is none of that name. */
  pathOf(file: string): string {
    if (!this.files.has(file)) throw new Error(`there is no file ${file}`);
    return join(this.folder, file);
  }

  /** Runs a file as the module that it is. */
  async load(file: string): Promise<SnippetModule> {
    return (await import(this.pathOf(file))) as SnippetModule;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The code blocks of a page that name a file (` ```ts file=cron/reminders.ts `), as those files. */
export class Snippets extends SourceFolder {
  /** @param page A page's path in the repository: `docs/recipes.md`. */
  constructor(page: string) {
    super(readCodeBlocks(readFileSync(join(repository, page), 'utf8')));
  }
}
