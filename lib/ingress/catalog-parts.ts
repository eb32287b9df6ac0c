import type { JsonSchema } from './json-schema.js';

/** What one module adds to the catalog. */
export interface CatalogParts {
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly messages: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** AsyncAPI's keys are of letters, digits, dots, dashes and underscores. */
export function catalogKey(text: string): string {
  return text.replaceAll(/[^\w.-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}
