import * as common from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { InvalidOptionsError } from '../runtime/errors.js';
import { findOptionProblems, type OptionRule } from '../runtime/option-problems.js';
import { MailboxRuntime } from '../runtime/runtime.js';
import type { ActorSnapshot, Snapshot } from '../runtime/snapshot.js';

/** How the mailboxes are, in terminus's words. */
export type MailboxHealthStatus = 'up' | 'degraded' | 'down';

/** What counts as healthy. */
export interface MailboxHealthOptions<As extends MailboxHealthStatus = MailboxHealthStatus> {
  /**
   * Degraded, when more messages of one actor are queued, all its instances together.
   *
   * @default four fifths of the capacity of one mailbox
   */
  readonly maxDepth?: number;
  /**
   * Degraded, when a message has waited for longer: milliseconds.
   *
   * @default 30_000
   */
  readonly maxAgeMs?: number;
  /**
   * What `degraded` is called. Terminus 11 does not know the word, neither its types nor its answer, which would leave the whole entry
   * out: say 'up' there. `problems` says what is the matter in any case.
   *
   * @default 'degraded' with Nest 12, 'up' with Nest 11
   */
  readonly degradedAs?: As;
}

/** What terminus shows under the indicator's name. Nothing in it names a key. */
export interface MailboxHealth<Status extends MailboxHealthStatus = MailboxHealthStatus> {
  readonly status: Status;
  /** Where the runtime is in its life. */
  readonly state: string;
  readonly queued: number;
  readonly running: number;
  /** What is the matter, a sentence each. */
  readonly problems: readonly string[];
}

/** The result of an indicator, as terminus 11 and 12 take it. */
export type MailboxHealthResult<
  Key extends string = 'mailbox',
  Status extends MailboxHealthStatus = MailboxHealthStatus,
> = Record<Key, MailboxHealth<Status>>;

/** Whether terminus calls what is in between by name. Nest 12 brought this pipe, and terminus 12 the word. */
const KNOWS_DEGRADED = 'StandardSchemaValidationPipe' in common;

/**
 * Tells terminus how the mailboxes are; it needs no terminus itself. A look at them takes time by the number of live instances.
 *
 * @example
 * ```ts
 * @Controller('health')
 * class HealthController {
 *   constructor(private readonly health: HealthCheckService, private readonly mailbox: MailboxHealthIndicator) {}
 *
 *   @Get('ready') @HealthCheck()
 *   ready() {
 *     return this.health.check([() => this.mailbox.isReady()]);
 *   }
 * }
 * ```
 */
@Injectable()
export class MailboxHealthIndicator {
  constructor(@Inject(MailboxRuntime) private readonly runtime: MailboxRuntime) {}

  /**
   * For a liveness probe: `down` when the runtime has ended, or supervision has stopped an actor for good; then only a new process
   * helps. A drain is life.
   *
   * @param key The name in terminus's answer.
   */
  isAlive<Key extends string = 'mailbox'>(key = 'mailbox' as Key): MailboxHealthResult<Key, 'up' | 'down'> {
    const snapshot = this.runtime.snapshot();
    const { state } = this.runtime;
    const problems = [...endingsOf(snapshot, state === 'closed' ? state : undefined)];
    return this.#result(key, problems.length > 0 ? 'down' : 'up', problems, snapshot);
  }

  /**
   * For a readiness probe: `down` unless the runtime runs, so while it drains, and when an actor was stopped for good; `degraded` when a
   * handler is stuck, an actor has too many messages queued, or one has waited for too long.
   *
   * @param key The name in terminus's answer.
   * @throws InvalidOptionsError
   */
  isReady<Key extends string = 'mailbox', As extends MailboxHealthStatus = 'degraded'>(
    key = 'mailbox' as Key,
    options: MailboxHealthOptions<As> = {},
  ): MailboxHealthResult<Key, 'up' | 'down' | As> {
    check(options);
    const snapshot = this.runtime.snapshot();
    const { state } = this.runtime;
    const endings = [...endingsOf(snapshot, state === 'running' ? undefined : state)];
    if (endings.length > 0) return this.#result(key, 'down', endings, snapshot);
    const problems = Object.values(snapshot.actors).flatMap((actor) => [...problemsOf(actor, options)]);
    const degradedAs = options.degradedAs ?? ((KNOWS_DEGRADED ? 'degraded' : 'up') as As);
    return this.#result(key, problems.length > 0 ? degradedAs : 'up', problems, snapshot);
  }

  #result<Key extends string, Status extends MailboxHealthStatus>(
    key: Key,
    status: Status,
    problems: readonly string[],
    { totals: { queued, running } }: Snapshot,
  ): MailboxHealthResult<Key, Status> {
    const health: MailboxHealth<Status> = { status, state: this.runtime.state, queued, running, problems };
    return { [key]: health } as MailboxHealthResult<Key, Status>;
  }
}

/** Why nothing is handled, or not everything. */
function* endingsOf({ actors }: Snapshot, state: string | undefined): Generator<string> {
  if (state !== undefined) yield `the runtime is ${state}`;
  for (const { name, isStopped } of Object.values(actors))
    if (isStopped) yield `${name} was stopped by its supervision`;
}

function* problemsOf(
  { name, queued, capacity, oldestMs, busy }: ActorSnapshot,
  { maxDepth = capacity * 0.8, maxAgeMs = 30_000 }: MailboxHealthOptions,
): Generator<string> {
  const stuck = new Set(busy.filter(({ isStuck }) => isStuck).map(({ handler }) => handler));
  for (const handler of stuck) yield `${handler} is stuck`;
  if (queued > maxDepth) yield `${name} has ${queued} messages queued, more than ${maxDepth}`;
  if (oldestMs > maxAgeMs)
    yield `a message of ${name} has waited for ${Math.round(oldestMs)} ms, longer than ${maxAgeMs}`;
}

const limit: OptionRule = (value) =>
  typeof value === 'number' && value >= 0 ? undefined : 'a number, 0 or more';
const status: OptionRule = (value) =>
  ['up', 'degraded', 'down'].includes(value as string) ? undefined : "one of 'up', 'degraded', 'down'";

function check(options: MailboxHealthOptions): void {
  const [first] = findOptionProblems('health', options, {
    maxDepth: limit,
    maxAgeMs: limit,
    degradedAs: status,
  });
  if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
}
