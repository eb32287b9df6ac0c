import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Controller, Get, Inject, Req, Res, type Type, UseFilters, UseGuards } from '@nestjs/common';
import { RETRY_AFTER_SECONDS } from '../../nest/index.js';
import { ProblemFilter } from '../problem.filter.js';
import { Problem } from '../problem.js';
import { EventStream } from './event-stream.js';
import type { EventStreamOptions } from './event-stream-options.js';
import { readSubscription, type StreamRequest } from './subscription.js';

type AdapterRequest = StreamRequest & Pick<IncomingMessage, 'method'>;

/** What is used of Fastify's answer, which wraps Node's. */
interface FastifyReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
  getHeaders(): OutgoingHttpHeaders;
}

/** No machine on the way may keep it, change it, or wait until there is more of it. */
const HEADERS: OutgoingHttpHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** A client hears what is published; whatever it says is only what it wants to hear. */
@UseFilters(ProblemFilter)
class StreamController {
  constructor(@Inject(EventStream) private readonly stream: EventStream) {}

  @Get()
  open(@Req() request: AdapterRequest, @Res() response: ServerResponse | FastifyReply): void {
    const { events } = this.stream.options;
    const subscription = readSubscription(request, events);
    const raw = 'raw' in response ? response.raw : response;
    if (raw.socket === null) throw pipelined();
    this.#findRoom();
    begin(response, raw);
    if (request.method === 'HEAD') raw.end();
    else if (!raw.destroyed) this.stream.open(raw, subscription);
  }

  #findRoom(): void {
    const { admission, options } = this.stream;
    if (admission === 'open') return;
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS[503]) };
    if (admission === 'closed') throw new Problem('draining', 'the process ends', [], headers);
    throw new Problem('too-many-clients', `there are ${options.clients} clients already`, [], headers);
  }
}

/** Takes the answer out of the adapter's hands, with the headers that it has been given: by CORS, by an interceptor. */
function begin(response: ServerResponse | FastifyReply, raw: ServerResponse): void {
  const isFastify = 'hijack' in response;
  if (isFastify) response.hijack();
  raw.shouldKeepAlive = false; // a stream that ends, ends with its connection
  raw.writeHead(200, { ...(isFastify && response.getHeaders()), ...HEADERS });
}

/** Node gives an answer no socket before its turn comes, and never tells one that has none that its client has gone. */
function pipelined(): Problem {
  return new Problem(
    'pipelined',
    'another request of this connection has no answer yet; open the stream on a connection of its own',
  );
}

/** The controller at a path of the application's choice, behind guards of its choice: an ordinary one, which Nest treats as any other. */
export function createEventStreamController({
  path = 'events',
  version,
  guards = [],
}: Pick<EventStreamOptions, 'path' | 'version' | 'guards'>): Type<object> {
  @Controller({ path, ...(version !== undefined && { version }) })
  @UseGuards(...guards)
  class EventStreamController extends StreamController {}
  return EventStreamController;
}
