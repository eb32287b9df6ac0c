import { catalogKey, type CatalogParts } from '../catalog-parts.js';
import { describeSchema } from '../json-schema.js';
import type { ResolvedEvent, ResolvedEventStream } from './event-stream-options.js';

/**
 * Describes a stream to those who want to listen: where it is, and what is told there.
 *
 * @param address The path as clients call it; null where it is not known.
 */
export function describeStream(
  { path, version, events }: ResolvedEventStream,
  address: string | null,
): CatalogParts {
  const channel = catalogKey(['stream', path, ...(version === undefined ? [] : [version])].join('.'));
  const told = [...events.values()]
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
    .map((event) => ({ event, key: catalogKey(event.type), name: `${channel}.${catalogKey(event.type)}` }));
  return {
    channels: {
      [channel]: {
        address,
        description: 'Server-sent events: the name of each is its message type, its data a CloudEvent.',
        messages: Object.fromEntries(
          told.map(({ key, name }) => [key, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations: {
      [channel]: {
        action: 'send',
        channel: { $ref: `#/channels/${channel}` },
        messages: told.map(({ key }) => ({ $ref: `#/channels/${channel}/messages/${key}` })),
        bindings: { http: { method: 'GET', query: QUERY, bindingVersion: '0.3.0' } },
      },
    },
    messages: Object.fromEntries(
      told.map(({ event, name }) => [
        name,
        {
          name: event.type,
          title: event.messageClass.name,
          contentType: 'application/cloudevents+json',
          payload: { $ref: `#/components/schemas/${name}` },
        },
      ]),
    ),
    schemas: Object.fromEntries(
      told.map(({ event, name }) => [
        name,
        cloudEventOf(event, `#/components/schemas/${name}/properties/data`),
      ]),
    ),
  };
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };

const QUERY = { type: 'object', properties: { type: TEXTS, key: TEXTS, lastEventId: TEXT } };

function cloudEventOf({ type, schema }: ResolvedEvent, root: string): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'data'],
    properties: {
      specversion: { const: '1.0' },
      id: TEXT,
      source: { type: 'string', format: 'uri-reference' },
      type: { const: type },
      subject: TEXT,
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { const: 'application/json' },
      correlationid: TEXT,
      causationid: TEXT,
      data: schema === undefined ? { type: 'object' } : describeSchema(schema, root),
    },
  };
}
