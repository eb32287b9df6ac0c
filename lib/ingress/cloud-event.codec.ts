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
  const placeOf = (name: string): { header: string } => ({ header: `ce-${name}` });
  const attributes: Record<string, string> = {};
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith('ce-')) continue;
    const name = header.slice('ce-'.length);
    attributes[name] = decodeHeader(String(value), placeOf(name));
  }
  return { attributes, data, at: [], placeOf };
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
