import { SetMetadata } from '@nestjs/common';

/** Where Nest's Fastify adapter looks for the configuration of a route. Nest copies it to the route's handler on every adapter. */
const ROUTE_CONFIG = '__fastify_route_config__';

const OWN_BODY = Symbol.for('nestjs-mailbox:own-body');

/** Marks a route that reads its request's body itself. */
export const OwnBody = (): MethodDecorator => SetMetadata(ROUTE_CONFIG, { [OWN_BODY]: true });

/** Whether a route's handler, as Nest has given it to the adapter, is marked. */
export function handlerHasOwnBody(handler: unknown): boolean {
  return typeof handler === 'function' && configHasOwnBody(Reflect.getMetadata(ROUTE_CONFIG, handler));
}

/** Whether a route's configuration has the mark. */
export function configHasOwnBody(config: unknown): boolean {
  return (config as Record<symbol, unknown> | undefined)?.[OWN_BODY] === true;
}
