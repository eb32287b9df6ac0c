import { MailboxError } from '../runtime/errors.js';

/** A decorator of this library was compiled as a standard one of JavaScript, which is called in another way, and has no metadata. */
export class StandardDecoratorError extends MailboxError {
  readonly code = 'STANDARD_DECORATOR';

  constructor(
    readonly decorator: string,
    readonly target: string,
  ) {
    super(
      `@${decorator} on ${target} was called as a standard decorator of JavaScript. Nest and nestjs-mailbox need TypeScript's own: set "experimentalDecorators" and "emitDecoratorMetadata" to true in tsconfig.json (swc: jsc.parser.decorators, jsc.transform.legacyDecorator and jsc.transform.decoratorMetadata)`,
    );
  }
}

/**
 * Standard decorators get what they decorate and a context; TypeScript's own never get an object in the second place.
 *
 * @throws StandardDecoratorError
 */
export function refuseStandardDecorator(decorator: string, context: unknown): void {
  if (typeof context !== 'object' || context === null || !('kind' in context)) return;
  const name = 'name' in context ? String(context.name) : 'it';
  throw new StandardDecoratorError(decorator, name);
}
