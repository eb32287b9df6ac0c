import { Scope } from '@nestjs/common';
import type { BootCheck, BootFinding } from '../boot-finding.js';
import { type BoundEnhancer, boundEnhancers, canRun, ENHANCER_KINDS } from '../enhancers/bound-enhancers.js';
import { type DroppedEnhancers, droppedEnhancers } from '../enhancers/dropped-enhancers.js';
import type { FoundActor } from '../exploration.js';
import { findProvidedClass, tokenName } from '../nest-container.js';
import { declaredScope, requestScopedPath } from '../request-scope.js';

type Subject = Pick<BootFinding, 'className' | 'method'>;

/** Of a route's arguments; a handler's are its message and its context. */
const PARAMETER = '__routeArguments__';

/** What Nest runs around a route, by the metadata of the decorators that ask for it. */
const DECORATORS = new Map([
  ...ENHANCER_KINDS.map(({ key, decorator }) => [key, decorator] as const),
  [PARAMETER, 'a parameter decorator'],
]);

/** A guard that never runs is worse than none: it looks as if it did. So each one runs, or is refused. */
export const enhancer: BootCheck = function* ({ actors }) {
  for (const actor of actors) {
    const { className, classKeys, methods, type } = actor;
    const isOptedIn = actor.options.enhancers === true;
    if (isOptedIn) yield* unusable(actor, { className }, type);
    else yield* ignored({ className }, classKeys, OPT_IN);
    for (const metadata of methods) {
      const { name: method, method: holder, handlers, foreignKeys } = metadata;
      const subject = { className, method };
      if (handlers.length > 0)
        for (const one of droppedEnhancers(actor, metadata)) yield dropped(subject, one, isOptedIn);
      if (!isOptedIn) yield* ignored(subject, foreignKeys, OPT_IN);
      else if (handlers.length === 0) yield* ignored(subject, foreignKeys, NO_HANDLER);
      else {
        yield* ignored(
          subject,
          foreignKeys.filter((key) => key === PARAMETER),
          NO_PARAMETERS,
        );
        yield* unusable(actor, subject, holder);
      }
    }
  }
};

export function isEnhancer(key: string): boolean {
  return DECORATORS.has(key);
}

const OPT_IN =
  'Guard, check and convert in the controller, before the message is told; or let it run, with @Actor({ enhancers: true }).';
const NO_HANDLER = 'Move it to a handler, or to the class, where it is for all handlers.';
const NO_PARAMETERS =
  'Bind the pipe to the method, @UsePipes(...): it runs on the message; the context has all else.';

function* ignored(subject: Subject, keys: readonly string[], remedy: string): Iterable<BootFinding> {
  const found = [...new Set(keys)].flatMap((key) => DECORATORS.get(key) ?? []);
  if (found.length === 0) return;
  yield {
    code: 'ENHANCER_IGNORED',
    severity: 'error',
    ...subject,
    cause: `carries ${found.join(' and ')}, which never runs for a message`,
    remedy,
  };
}

/** What is bound to a function that is not called any more. */
function dropped(
  subject: Subject & { method: string },
  { decorator, holder, by }: DroppedEnhancers,
  isOptedIn: boolean,
): BootFinding {
  const isOverride = by === 'override';
  const again = isOverride
    ? `Say ${decorator} again on the override; an empty ${decorator}() says that it runs without.`
    : `Write ${decorator} above that decorator, which is applied after what stands below it.`;
  return {
    code: 'ENHANCER_IGNORED',
    severity: 'error',
    ...subject,
    cause: isOverride
      ? `overrides ${holder}.${subject.method} without its ${decorator}, which then never runs for a message`
      : `carries ${decorator} on a function that another decorator has replaced, so it never runs for a message`,
    remedy: isOptedIn ? again : `${OPT_IN} Then: ${again}`,
  };
}

/** What is bound, and could not do for a message what it does for a request. */
function* unusable(actor: FoundActor, subject: Subject, holder: object): Iterable<BootFinding> {
  for (const bound of boundEnhancers(actor, holder)) {
    const scope = scopeOf(bound);
    const name = `${bound.kind.decorator}(${nameOf(bound)})`;
    if (scope !== undefined) {
      yield {
        code: 'ENHANCER_SCOPED',
        severity: 'error',
        ...subject,
        cause: `carries ${name}, which ${scope}`,
        remedy:
          'Make it a singleton; what it needs of a request is in the message, or in the headers of its envelope.',
      };
    } else if (!canRun(bound)) {
      yield {
        code: 'ENHANCER_UNUSABLE',
        severity: 'error',
        ...subject,
        cause: `carries ${name}, of which Nest has nothing in the actor's module that has a method ${bound.kind.method}`,
        remedy:
          'Implement the method; where only a test has put the decorator there, bind an instance: new, not the class.',
      };
    }
  }
}

function scopeOf({ wrapper }: BoundEnhancer): string | undefined {
  if (wrapper === undefined) return undefined;
  const path = requestScopedPath(wrapper);
  if (path !== undefined)
    return path.length === 1
      ? 'is request-scoped, and no request is here'
      : `depends on a request-scoped provider: ${path.join(' -> ')}`;
  const type = findProvidedClass(wrapper);
  const isTransient =
    wrapper.scope === Scope.TRANSIENT || (type !== undefined && declaredScope(type) === Scope.TRANSIENT);
  return isTransient ? 'is transient, so that Nest makes none on its own' : undefined;
}

function nameOf({ bound }: BoundEnhancer): string {
  return tokenName(typeof bound === 'object' && bound !== null ? bound.constructor : bound);
}
