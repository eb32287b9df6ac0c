import { posix } from 'node:path';
import type { Rule } from '@angular-devkit/schematics';
import { findCompiler } from './compiler.js';
import { parseKey } from './element-name.js';
import { locate, type LocationOptions, sourceRootOf } from './location.js';
import { plainMessage, schemaMessage } from './message.template.js';
import { addMessages, messagesFile } from './messages-file.js';
import { PackageFile } from './package-file.js';
import { shown } from './shown.js';

/** What `nest generate -c nestjs-mailbox message` takes; `message.schema.json` says what each is for. */
export interface MessageOptions extends LocationOptions {
  readonly key?: string | undefined;
  readonly schema?: boolean | undefined;
}

/** Creates a message class, in the `messages.ts` of its folder. */
export function message(options: MessageOptions): Rule {
  return async (tree, { logger }) => {
    const { folder, name } = locate(tree, options);
    const { schema: hasSchema = false } = options;
    const className = name.pascal;
    const key = parseKey(options.key);
    const area = folder === sourceRootOf(options) ? '' : `${posix.basename(folder)}.`;
    const source = hasSchema
      ? schemaMessage(className, area + name.kebab, key)
      : plainMessage(className, key);

    const isChanged = await addMessages(findCompiler(), tree, folder, [source]);
    if (!isChanged) logger.info(`${shown(messagesFile(folder))} has ${className} already`);
    if (hasSchema && PackageFile.find(tree, folder)?.has('zod') !== true) {
      logger.warn('Its schema is written with zod, which package.json does not have: npm install zod');
    }
  };
}
