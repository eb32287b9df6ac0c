import type { BootCheck, BootFinding } from '../boot-finding.js';

/** What Nest runs around a route, by the metadata of the decorators that ask for it. */
const ENHANCERS = new Map([
  ['__guards__', '@UseGuards'],
  ['__interceptors__', '@UseInterceptors'],
  ['__pipes__', '@UsePipes'],
  ['__exceptionFilters__', '@UseFilters'],
  ['__routeArguments__', 'a parameter decorator'],
]);

/** A guard that never runs is worse than none: it looks as if it did. */
export const enhancer: BootCheck = function* ({ actors }) {
  for (const { className, classKeys, methods } of actors) {
    yield* ignored({ className }, classKeys);
    for (const { name: method, foreignKeys } of methods) yield* ignored({ className, method }, foreignKeys);
  }
};

export function isEnhancer(key: string): boolean {
  return ENHANCERS.has(key);
}

function* ignored(
  subject: Pick<BootFinding, 'className' | 'method'>,
  keys: readonly string[],
): Iterable<BootFinding> {
  const found = [...new Set(keys)].flatMap((key) => ENHANCERS.get(key) ?? []);
  if (found.length === 0) return;
  yield {
    code: 'ENHANCER_IGNORED',
    severity: 'error',
    ...subject,
    cause: `carries ${found.join(' and ')}, which never runs for a message`,
    remedy:
      'Guard, check and convert in the controller, before the message is told; or do it in the handler.',
  };
}
