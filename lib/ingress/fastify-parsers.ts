import type { IncomingHttpHeaders } from 'node:http';
import { configHasOwnBody } from './own-body.decorator.js';

interface FastifyRequest {
  headers: IncomingHttpHeaders;
  readonly routeOptions: { readonly config?: unknown };
}

/** What is used of Fastify. */
export interface FastifyHooks {
  addHook(
    name: 'preParsing',
    hook: (request: FastifyRequest, reply: unknown, payload: unknown, done: () => void) => void,
  ): unknown;
  addHook(
    name: 'preValidation',
    hook: (request: FastifyRequest, reply: unknown, done: () => void) => void,
  ): unknown;
}

/** A request without these has no body to Fastify, which else answers 415 to every type that it has no parser for. */
const NO_BODY: IncomingHttpHeaders = {
  'content-type': undefined,
  'content-length': undefined,
  'transfer-encoding': undefined,
};

/** Lets Fastify's body parsers pass by the routes that read their body themselves; everybody else sees the headers as they came. */
export function passByFastifyParsers(fastify: FastifyHooks): void {
  const hidden = new WeakMap<FastifyRequest, IncomingHttpHeaders>();
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    if (configHasOwnBody(request.routeOptions.config)) {
      hidden.set(request, request.headers);
      request.headers = NO_BODY;
    }
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    const headers = hidden.get(request);
    if (headers !== undefined) request.headers = headers;
    done();
  });
}
