import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { InvalidOptionsError } from '../runtime/errors.js';
import { findOptionProblems, type OptionGroup } from '../runtime/option-problems.js';
import { duration, fill, oneOf, type PartialOptions, wholeFrom } from '../runtime/options.js';

/** What a client may send at most. */
export interface IngressLimits {
  /** Bytes of one event, or of one plain message. @default 65_536 */
  readonly eventBytes: number;
  /** Bytes of a batch. @default 1_048_576 */
  readonly batchBytes: number;
  /** Events of a batch. @default 100 */
  readonly batchEvents: number;
  /** How deep objects and arrays of a body may be nested. @default 32 */
  readonly depth: number;
  /** Milliseconds that a body may take to arrive. @default 10_000 */
  readonly bodyTimeoutMs: number;
}

/** How long a message is known by its id. */
export interface IdempotencyOptions {
  /** So many of the latest messages. @default 10_000 */
  readonly size: number;
  /** Milliseconds. @default 600_000 */
  readonly windowMs: number;
}

/** How the catalog introduces itself. */
export interface CatalogOptions {
  /** @default 'Messages' */
  readonly title: string;
  /** The version of the messages, not of AsyncAPI. @default '1.0.0' */
  readonly version: string;
}

/**
 * What the `subject` of a CloudEvent does for an actor with keys. `key`: it is the key of the instance, whatever `keyBy` says of the
 * message. `match`: it must be what `keyBy` says. `ignore`: nothing.
 */
export type SubjectUse = 'key' | 'match' | 'ignore';

/** What the ingress does, complete. */
export interface IngressOptions extends IngressFigures {
  readonly path: string;
  readonly version: string | undefined;
  readonly senderOf: (request: never) => string;
}

/** What has a default in {@link DEFAULT_INGRESS_OPTIONS}. */
interface IngressFigures {
  /**
   * What the `subject` of a CloudEvent does. With `key`, whoever may send a message chooses the instance that gets it.
   * @default 'key'
   */
  readonly subject: SubjectUse;
  readonly limits: IngressLimits;
  readonly idempotency: IdempotencyOptions;
  readonly catalog: CatalogOptions;
}

/** What `MailboxIngressModule.forRoot` takes. */
export interface MailboxIngressOptions
  extends PartialOptions<IngressFigures>, Pick<ModuleMetadata, 'imports'> {
  /** The path below the application's global prefix. @default 'messages' */
  readonly path?: string | undefined;
  /** The version, for an application with versioning. @default the application's default version */
  readonly version?: string | undefined;
  /** Guards for these routes, besides the global ones; `imports` brings the modules whose providers they need. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /**
   * Tells from the adapter's request, which guards have let pass, who sends: a tenant, a user. Ids are known within one sender, so nobody
   * else's id makes a message a replay, or has it refused.
   *
   * @default all are one sender
   * @example
   * ```ts
   * MailboxIngressModule.forRoot({ senderOf: (request: { user: { id: string } }) => request.user.id });
   * ```
   */
  readonly senderOf?: ((request: never) => string) | undefined;
}

export const DEFAULT_INGRESS_OPTIONS: IngressFigures = {
  subject: 'key',
  limits: { eventBytes: 65_536, batchBytes: 1_048_576, batchEvents: 100, depth: 32, bodyTimeoutMs: 10_000 },
  idempotency: { size: 10_000, windowMs: 600_000 },
  catalog: { title: 'Messages', version: '1.0.0' },
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? undefined : 'a string that is not empty';
const list = (value: unknown): string | undefined => (Array.isArray(value) ? undefined : 'an array');

const callable = (value: unknown): string | undefined =>
  typeof value === 'function' ? undefined : 'a function';

const KNOWN: OptionGroup = {
  path: text,
  version: text,
  guards: list,
  imports: list,
  senderOf: callable,
  subject: oneOf('key', 'match', 'ignore'),
  limits: {
    eventBytes: wholeFrom(1),
    batchBytes: wholeFrom(1),
    batchEvents: wholeFrom(1),
    depth: wholeFrom(1),
    bodyTimeoutMs: duration,
  },
  idempotency: { size: wholeFrom(1), windowMs: duration },
  catalog: { title: text, version: text },
};

/** @throws InvalidOptionsError naming the first option that does not work. */
export function resolveIngressOptions(given: MailboxIngressOptions): IngressOptions {
  const [first] = findOptionProblems('ingress', given, KNOWN);
  if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
  const { version, senderOf = () => '' } = given;
  const path = barePath(given.path ?? 'messages');
  const options = { ...fill(DEFAULT_INGRESS_OPTIONS, given), path, version, senderOf };
  const { eventBytes, batchBytes } = options.limits;
  if (batchBytes < eventBytes) {
    throw new InvalidOptionsError(
      'ingress.limits.batchBytes',
      `(${batchBytes}) is below ingress.limits.eventBytes (${eventBytes}); a batch of one event must fit`,
    );
  }
  return options;
}

/** A path without the slashes around it, which Nest does not need either. */
export function barePath(path: string): string {
  return path.replaceAll(/^\/+|\/+$/g, '');
}
