import type { IncomingMessage } from 'node:http';
import { handlerHasOwnBody } from './own-body.decorator.js';

type Next = (error?: unknown) => void;
type Handle = (request: IncomingMessage & { readonly path: string }, response: unknown, next: Next) => void;

/** What is used of Express's router; Nest's own adapter looks at the same list. */
export interface ExpressRouter {
  readonly stack: readonly {
    readonly name: string;
    handle: Handle;
    readonly route?: { readonly stack: readonly { readonly handle: unknown }[] };
    match(path: string): boolean;
  }[];
}

/** The names of the functions that Express's parsers are. */
const PARSERS = new Set(['jsonParser', 'urlencodedParser', 'rawParser', 'textParser']);

/** Lets Express's body parsers pass by the routes that read their body themselves. Call it when all routes are there. */
export function passByExpressParsers({ stack }: ExpressRouter): void {
  const own = stack.filter(({ route }) => route?.stack.some(({ handle }) => handlerHasOwnBody(handle)));
  for (const layer of stack.filter(({ name }) => PARSERS.has(name))) {
    const parse = layer.handle;
    layer.handle = (request, response, next) => {
      const isOwn = request.method === 'POST' && own.some((route) => route.match(request.path));
      if (isOwn) next();
      else parse(request, response, next);
    };
  }
}
