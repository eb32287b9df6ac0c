import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../runtime/clock.js';
import type { Arrival } from './arrival.js';
import { decodeBinary, decodeStructured, refuseOtherHeaders } from './cloud-event.codec.js';
import { toArrival } from './cloud-event.js';
import { INGRESS_CLOCK, INGRESS_OPTIONS } from './ingress.constants.js';
import type { IngressOptions } from './ingress-options.js';
import { parseJson } from './json-body.js';
import { isJson, isUtf8, type MediaType, readMediaType } from './media-type.js';
import { pointerTo, Problem } from './problem.js';
import { readBody } from './request-body.js';
import { traceContext } from './trace-context.js';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const PLAIN = 'application/json';

/** Whose ids `Idempotency-Key`s are; no CloudEvent has an empty source. */
const PLAIN_SOURCE = '';

const LONGEST_KEY = 1_000;

/** Makes arrivals of requests: reads the body, and the envelope in whichever mode it came. */
@Injectable()
export class RequestDecoder {
  constructor(
    @Inject(INGRESS_OPTIONS) private readonly options: IngressOptions,
    @Inject(INGRESS_CLOCK) private readonly clock: Clock,
  ) {}

  /** A CloudEvent, or a batch of them. @throws Problem */
  async decodeEvents(request: IncomingMessage): Promise<readonly Arrival[]> {
    const { headers } = request;
    const mediaType = readMediaType(headers['content-type']);
    const isBinary = Object.keys(headers).some((name) => name.startsWith('ce-'));
    const isPlainJson = isJson(mediaType) && !mediaType.name.startsWith('application/cloudevents');
    if (![STRUCTURED, BATCH].includes(mediaType.name) && !isPlainJson) {
      throw unsupported(headers['content-type'], `${STRUCTURED}, ${BATCH}, ${PLAIN}`);
    }
    const { limits } = this.options;
    const json = await this.#readJson(
      request,
      mediaType,
      mediaType.name === BATCH ? limits.batchBytes : limits.eventBytes,
    );
    if (isPlainJson && !isBinary) throw noEnvelope();
    const events =
      mediaType.name === BATCH
        ? this.#split(json).map((event, index) => decodeStructured(event, [String(index)], limits.depth))
        : [isPlainJson ? decodeBinary(headers, json) : decodeStructured(json, [], limits.depth)];
    if (!isPlainJson) refuseOtherHeaders(headers, mediaType.name === BATCH ? {} : events[0]?.attributes);
    const arrivals = events.map((event) => toArrival(event, traceOf(request)));
    const key = idempotencyKeyOf(request);
    if (key !== undefined && arrivals.some(({ id }) => id !== key)) throw twoIds();
    return arrivals;
  }

  /** A message of the type that the path names: the body is its data, and the envelope is ours. @throws Problem */
  async decodePlain(request: IncomingMessage, type: string): Promise<Arrival> {
    const mediaType = readMediaType(request.headers['content-type']);
    if (mediaType.name !== PLAIN) throw unsupported(request.headers['content-type'], PLAIN);
    const data = await this.#readJson(request, mediaType, this.options.limits.eventBytes);
    refuseOtherHeaders(request.headers);
    const id = idempotencyKeyOf(request);
    return { type, data, at: [], source: PLAIN_SOURCE, id, headers: traceOf(request) };
  }

  async #readJson(request: IncomingMessage, mediaType: MediaType, bytes: number): Promise<unknown> {
    if (!isUtf8(mediaType))
      throw unsupported(request.headers['content-type'], `${mediaType.name}; charset=utf-8`);
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() !== 'identity') {
      throw new Problem(
        'unsupported-media-type',
        'a body is taken as it is, without a content encoding',
        [],
        {
          'Accept-Encoding': 'identity',
        },
      );
    }
    const { bodyTimeoutMs: timeoutMs, depth } = this.options.limits;
    return parseJson(await readBody(request, { bytes, timeoutMs }, this.clock), depth);
  }

  #split(json: unknown): readonly unknown[] {
    const { batchEvents, eventBytes } = this.options.limits;
    if (!Array.isArray(json)) throw new Problem('invalid-envelope', 'a batch is an array of CloudEvents');
    if (json.length > batchEvents) {
      throw new Problem('too-large', `the batch has ${json.length} events, and may have ${batchEvents}`);
    }
    for (const [index, event] of json.entries()) {
      if (Buffer.byteLength(JSON.stringify(event)) <= eventBytes) continue;
      throw new Problem('too-large', `an event is larger than ${eventBytes} bytes`, [
        { pointer: pointerTo([String(index)]), detail: 'is too large' },
      ]);
    }
    return json;
  }
}

function traceOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return traceContext(headers['traceparent'], headers['tracestate']);
}

function idempotencyKeyOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  if (key !== '' && key.length <= LONGEST_KEY) return key;
  throw new Problem('invalid-envelope', 'the Idempotency-Key cannot be used', [
    { header: 'idempotency-key', detail: `must have 1 to ${LONGEST_KEY} characters` },
  ]);
}

function unsupported(given: string | undefined, accept: string): Problem {
  const detail = `the Content-Type is ${given ?? 'missing'}; taken here: ${accept}`;
  return new Problem('unsupported-media-type', detail, [], { Accept: accept });
}

function noEnvelope(): Problem {
  return new Problem(
    'invalid-envelope',
    'the request has no ce-* headers; send a CloudEvent here, or plain JSON to the path that ends in the message type',
    [{ header: 'ce-specversion', detail: 'specversion is missing' }],
  );
}

function twoIds(): Problem {
  return new Problem('invalid-envelope', 'a CloudEvent has an id of its own; leave the Idempotency-Key out', [
    { header: 'idempotency-key', detail: 'differs from the id of the event' },
  ]);
}
