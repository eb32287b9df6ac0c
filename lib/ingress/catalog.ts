import { Inject, Injectable } from '@nestjs/common';
import { type ExposedMessage, ExposedMessages } from '../nest/index.js';
import { INGRESS_OPTIONS } from './ingress.constants.js';
import type { IngressOptions } from './ingress-options.js';
import { describeSchema, type JsonSchema } from './json-schema.js';

/** An AsyncAPI 3 document. */
export interface Catalog {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly defaultContentType: 'application/json';
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly components: {
    readonly messages: Readonly<Record<string, object>>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/** Describes every exposed message to those who want to send one: where to post it, and what it must look like. */
@Injectable()
export class MessageCatalog {
  readonly #schemas = new Map<ExposedMessage, JsonSchema>(); // converting one takes longer than all the rest

  constructor(
    @Inject(ExposedMessages) private readonly exposed: ExposedMessages,
    @Inject(INGRESS_OPTIONS) private readonly options: IngressOptions,
  ) {}

  /** @param base The path of the ingress, as the client called it. */
  describe(base: string): Catalog {
    const messages = this.exposed
      .list()
      .map((message) => ({ ...message, key: keyOf(message.type), message }));
    const each = <T>(make: (message: (typeof messages)[number]) => T): Record<string, T> =>
      Object.fromEntries(messages.map((message) => [message.key, make(message)]));
    const { title, version } = this.options.catalog;
    return {
      asyncapi: '3.0.0',
      info: {
        title,
        version,
        description: `Each message is posted as plain JSON to the address of its channel, or as the data of a CloudEvent to ${base}. 202 means accepted, not done.`,
      },
      defaultContentType: 'application/json',
      channels: each(({ key, type }) => ({
        address: `${base}/${encodeURIComponent(type)}`,
        messages: { [key]: { $ref: `#/components/messages/${key}` } },
      })),
      operations: each(({ key }) => ({
        action: 'receive',
        channel: { $ref: `#/channels/${key}` },
        messages: [{ $ref: `#/channels/${key}/messages/${key}` }],
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      })),
      components: {
        messages: each(({ key, type, messageClass }) => ({
          name: type,
          title: messageClass.name,
          contentType: 'application/json',
          payload: { $ref: `#/components/schemas/${key}` },
        })),
        schemas: each(({ key, message }) => this.#schemaOf(message, `#/components/schemas/${key}`)),
      },
    };
  }

  #schemaOf(message: ExposedMessage, root: string): JsonSchema {
    const known = this.#schemas.get(message) ?? describeSchema(message.schema, root);
    this.#schemas.set(message, known);
    return known;
  }
}

/** AsyncAPI's keys are of letters, digits, dots, dashes and underscores. */
function keyOf(type: string): string {
  return type.replaceAll(/[^\w.-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}
