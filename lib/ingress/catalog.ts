import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type ExposedMessage, ExposedMessages } from '../nest/index.js';
import { catalogKey, type CatalogParts } from './catalog-parts.js';
import { EVENT_STREAM } from './event-stream/event-stream.constants.js';
import type { ResolvedEventStream } from './event-stream/event-stream-options.js';
import { describeStream } from './event-stream/stream-catalog.js';
import { INGRESS_OPTIONS } from './ingress.constants.js';
import type { IngressOptions } from './ingress-options.js';
import { describeSchema, type JsonSchema } from './json-schema.js';

/** An AsyncAPI 3 document. */
export interface Catalog extends Pick<CatalogParts, 'channels' | 'operations'> {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly defaultContentType: 'application/json';
  readonly components: Pick<CatalogParts, 'messages' | 'schemas'>;
}

/**
 * Describes every exposed message to those who want to send one: where to post it, and what it must look like. And every exposed
 * event to those who want to hear it, where the application has event streams.
 */
@Injectable()
export class MessageCatalog {
  readonly #schemas = new Map<ExposedMessage, JsonSchema>(); // converting one takes longer than all the rest

  constructor(
    @Inject(ExposedMessages) private readonly exposed: ExposedMessages,
    @Inject(INGRESS_OPTIONS) private readonly options: IngressOptions,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  /** @param base The path of the ingress, as the client called it. */
  describe(base: string): Catalog {
    const { catalog, path, version: ingressVersion } = this.options;
    const all = [
      this.#describeMessages(base),
      ...this.#streams().map((stream) => {
        // What stands before the path is the same for both, unless they have versions that differ.
        const isNear = base.endsWith(path) && stream.version === ingressVersion;
        return describeStream(stream, isNear ? base.slice(0, -path.length) + stream.path : null);
      }),
    ];
    const join = <P extends keyof CatalogParts>(part: P): CatalogParts[P] =>
      Object.assign({}, ...all.map((parts) => parts[part])) as CatalogParts[P];
    return {
      asyncapi: '3.0.0',
      info: {
        title: catalog.title,
        version: catalog.version,
        description: `Each message is posted as plain JSON to the address of its channel, or as the data of a CloudEvent to ${base}. 202 means accepted, not done.`,
      },
      defaultContentType: 'application/json',
      channels: join('channels'),
      operations: join('operations'),
      components: { messages: join('messages'), schemas: join('schemas') },
    };
  }

  #describeMessages(base: string): CatalogParts {
    const messages = this.exposed
      .list()
      .map((message) => ({ ...message, key: catalogKey(message.type), message }));
    const each = <T>(make: (message: (typeof messages)[number]) => T): Record<string, T> =>
      Object.fromEntries(messages.map((message) => [message.key, make(message)]));
    return {
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
      messages: each(({ key, type, messageClass }) => ({
        name: type,
        title: messageClass.name,
        contentType: 'application/json',
        payload: { $ref: `#/components/schemas/${key}` },
      })),
      schemas: each(({ key, message }) => this.#schemaOf(message, `#/components/schemas/${key}`)),
    };
  }

  /** Every one in the application. */
  #streams(): readonly ResolvedEventStream[] {
    try {
      return this.modules.get<ResolvedEventStream>(EVENT_STREAM, { strict: false, each: true });
    } catch {
      return []; // Nest throws where there is none
    }
  }

  #schemaOf(message: ExposedMessage, root: string): JsonSchema {
    const known = this.#schemas.get(message) ?? describeSchema(message.schema, root);
    this.#schemas.set(message, known);
    return known;
  }
}
