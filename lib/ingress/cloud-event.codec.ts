import type { IncomingHttpHeaders } from 'node:http';
import { memberOf, type RawCloudEvent } from './cloud-event.js';
import { parseJson } from './json-body.js';
import { pointerTo, Problem } from './problem.js';

/** Reads one event of the JSON format: an envelope whose `data` is the message. @param path Where it stands in the body. */
export function decodeStructured(json: unknown, path: readonly string[], maxDepth: number): RawCloudEvent {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Problem('invalid-envelope', 'a CloudEvent is an object', [
      { pointer: pointerTo(path), detail: 'must be an object' },
    ]);
  }
  const { data, data_base64: base64, ...attributes } = json as Record<string, unknown>;
  const isEncoded = base64 !== undefined && base64 !== null;
  return {
    attributes,
    data: isEncoded ? decodeBase64(base64, data, path, maxDepth) : data,
    at: [...path, isEncoded ? 'data_base64' : 'data'],
    placeOf: memberOf(path),
  };
}

/** Reads an event of the binary mode: the envelope in headers, the message as the body. */
export function decodeBinary(headers: IncomingHttpHeaders, data: unknown): RawCloudEvent {
  return { attributes: Object.fromEntries(attributesIn(headers)), data, at: [], placeOf };
}

/**
 * Holds `ce-*` headers beside an event of the JSON format against that event. A sender may repeat its attributes there, for whoever looks
 * at headers only; who let it pass for what they say must not have been deceived.
 *
 * @param attributes Of the event in the body; none where the body is a batch, or plain JSON.
 */
export function refuseOtherHeaders(
  headers: IncomingHttpHeaders,
  attributes: RawCloudEvent['attributes'] = {},
): void {
  const others = attributesIn(headers).filter(
    ([name, value]) => !Object.hasOwn(attributes, name) || String(attributes[name]) !== value,
  );
  if (others.length === 0) return;
  throw new Problem(
    'invalid-envelope',
    'the request has ce-* headers that are not those of an event in its body; leave them out',
    others.map(([name]) => ({ ...placeOf(name), detail: 'says what the body does not' })),
  );
}

function placeOf(name: string): { header: string } {
  return { header: `ce-${name}` };
}

function attributesIn(headers: IncomingHttpHeaders): readonly (readonly [string, string])[] {
  return Object.entries(headers)
    .filter(([header]) => header.startsWith('ce-'))
    .map(([header, value]) => {
      const name = header.slice('ce-'.length);
      return [name, decodeHeader(String(value), placeOf(name))];
    });
}

/** The binding's own encoding: percent-encoded UTF-8, in quotes if the sender likes. */
function decodeHeader(value: string, place: { header: string }): string {
  const bare = /^".*"$/.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
  try {
    return decodeURIComponent(bare);
  } catch {
    throw new Problem('invalid-envelope', 'a header is not percent-encoded UTF-8', [
      { ...place, detail: 'has a percent sign that encodes nothing' },
    ]);
  }
}

/** Senders that hold their JSON as bytes encode it; it is the same message. */
function decodeBase64(base64: unknown, data: unknown, path: readonly string[], maxDepth: number): unknown {
  const isText = typeof base64 === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  if (isText && (data ?? null) === null) return parseJson(Buffer.from(base64, 'base64'), maxDepth);
  throw new Problem('invalid-envelope', 'the event has no data that can be read', [
    {
      pointer: pointerTo([...path, 'data_base64']),
      detail: isText ? 'must not stand beside data' : 'must be base64',
    },
  ]);
}
