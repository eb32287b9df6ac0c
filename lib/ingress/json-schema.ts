import type { StandardJSONSchemaV1 } from '@standard-schema/spec';
import type { MessageSchema } from '../runtime/message.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a schema says of itself as JSON Schema, draft 7, which is what AsyncAPI reads. Schemas that implement Standard JSON Schema do:
 * those of zod and arktype as they are, those of valibot through `toStandardJsonSchema`. Of any other it is only known that its
 * data is an object.
 *
 * @param root The pointer at which the result will stand; what the schema refers to in itself is found below it.
 */
export function describeSchema(schema: MessageSchema, root: string): JsonSchema {
  const { vendor, jsonSchema } = schema['~standard'] as MessageSchema['~standard'] &
    Partial<StandardJSONSchemaV1.Props>;
  if (jsonSchema === undefined)
    return { type: 'object', description: `A schema of ${vendor} that does not describe itself.` };
  try {
    const { $schema: _draft, ...described } = jsonSchema.input({ target: 'draft-07' });
    return rebase(described, root) as JsonSchema;
  } catch {
    return { type: 'object', description: `A schema of ${vendor} that has no equal in JSON Schema.` };
  }
}

function rebase(value: unknown, root: string): unknown {
  if (Array.isArray(value)) return value.map((item) => rebase(item, root));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) =>
      name === '$ref' && typeof member === 'string' && member.startsWith('#')
        ? [name, root + member.slice(1)]
        : [name, rebase(member, root)],
    ),
  );
}
