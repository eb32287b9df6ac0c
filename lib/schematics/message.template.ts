/** A message class as it is to stand in a file. */
export interface MessageSource {
  readonly className: string;
  readonly text: string;
  /** The names that it needs, and where each comes from. */
  readonly imports: Readonly<Record<string, string>>;
}

/** A message as it is inside the process: a plain class. */
export function plainMessage(className: string, key: string | undefined): MessageSource {
  const body = key === undefined ? '' : `\n  constructor(readonly ${key}: string) {}\n`;
  return { className, text: `export class ${className} {${body}}\n`, imports: {} };
}

/** A message that comes from outside: a class with a schema. */
export function schemaMessage(className: string, type: string, key: string | undefined): MessageSource {
  const fields = key === undefined ? '' : ` ${key}: z.string() `;
  const text = `export class ${className} extends defineMessage(
  '${type}',
  z.object({${fields}}),
) {}
`;
  return { className, text, imports: { defineMessage: 'nestjs-mailbox', z: 'zod' } };
}
