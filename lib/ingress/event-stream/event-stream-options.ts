import type { CanActivate, ModuleMetadata, Type } from '@nestjs/common';
import { InvalidOptionsError } from '../../runtime/errors.js';
import { findOptionProblems, type OptionGroup } from '../../runtime/option-problems.js';
import {
  type MessageClass,
  type MessageSchema,
  findMessageDeclaration,
  messageTypeOf,
} from '../../runtime/message.js';
import { fill, type PartialOptions, wholeFrom } from '../../runtime/options.js';
import { barePath } from '../ingress-options.js';
import type { WindowSize } from './event-window.js';
import { RESET } from './told-event.js';

/** An event that clients may subscribe to: its class, or its class and what its key is. */
export type ExposedEvent<E extends object> =
  | MessageClass<E>
  | {
      readonly event: MessageClass<E>;
      /** Tells the key that clients subscribe to. @default the stream's own `keyBy` */
      readonly keyBy?: ((event: E) => string) | undefined;
    };

/** Figures of a stream, complete. */
export interface EventStreamFigures {
  /** What is kept: for clients that come back, and for those that are slow. Who is further behind is dropped. */
  readonly window: WindowSize;
  /** Clients at one time. @default 10_000 */
  readonly clients: number;
  /** Milliseconds between two signs of life. @default 15_000 */
  readonly heartbeatMs: number;
  /** Milliseconds after which a client that has lost its connection comes back. @default 3_000 */
  readonly retryMs: number;
}

/** What `EventStreamModule.forRoot` takes. */
export interface EventStreamOptions<Events extends readonly object[] = readonly object[]>
  extends PartialOptions<EventStreamFigures>, Pick<ModuleMetadata, 'imports'> {
  /** The events that clients may subscribe to. There is no default: nothing is exposed that is not named here. */
  readonly expose: { readonly [I in keyof Events]: ExposedEvent<Events[I]> };
  /** Tells the key of each event that has no `keyBy` of its own. @default none: such an event has no key */
  readonly keyBy?: ((event: Events[number]) => string) | undefined;
  /** The path below the application's global prefix. @default 'events' */
  readonly path?: string | undefined;
  /** The version, for an application with versioning. @default the application's default version */
  readonly version?: string | undefined;
  /** Guards for this route, besides the global ones; `imports` brings the modules whose providers they need. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** The `source` of each CloudEvent, a URI reference. @default the path, after a slash */
  readonly source?: string | undefined;
}

/** An exposed event, whichever way it was written. */
export interface ResolvedEvent {
  readonly type: string;
  readonly messageClass: MessageClass;
  readonly schema: MessageSchema | undefined;
  readonly keyBy: ((event: object) => string) | undefined;
}

/** What a stream does, complete. */
export interface ResolvedEventStream extends EventStreamFigures {
  readonly path: string;
  readonly version: string | undefined;
  readonly source: string;
  /** By type. */
  readonly events: ReadonlyMap<string, ResolvedEvent>;
}

export const DEFAULT_EVENT_STREAM: EventStreamFigures = {
  window: { events: 1_000, bytes: 1_048_576 },
  clients: 10_000,
  heartbeatMs: 15_000,
  retryMs: 3_000,
};

/** An `EventSource` has events of its own by these names. */
const RESERVED = ['open', 'error', RESET];

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? undefined : 'a string that is not empty';
const uri = (value: unknown): string | undefined =>
  text(value) === undefined && !/\s/.test(value as string) && URL.canParse(value as string, 'http://base')
    ? undefined
    : 'a URI reference';
const list = (value: unknown): string | undefined => (Array.isArray(value) ? undefined : 'an array');
const some = (value: unknown): string | undefined =>
  Array.isArray(value) && value.length > 0 ? undefined : 'an array of at least one event class';
const callable = (value: unknown): string | undefined =>
  typeof value === 'function' ? undefined : 'a function';

const KNOWN: OptionGroup = {
  expose: some,
  keyBy: callable,
  path: text,
  version: text,
  guards: list,
  imports: list,
  source: uri,
  window: { events: wholeFrom(1), bytes: wholeFrom(1) },
  clients: wholeFrom(1),
  heartbeatMs: wholeFrom(1),
  retryMs: wholeFrom(0),
};

/** @throws InvalidOptionsError naming the first option that does not work. */
export function resolveEventStream(given: EventStreamOptions): ResolvedEventStream {
  const [first] = findOptionProblems('eventStream', given, KNOWN);
  if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
  if (given.expose === undefined)
    throw new InvalidOptionsError('eventStream.expose', `must be ${some(undefined)}`);
  const { version } = given;
  const path = barePath(given.path ?? 'events');
  const source = given.source ?? `/${path}`;
  return { ...fill(DEFAULT_EVENT_STREAM, given), path, version, source, events: eventsOf(given) };
}

function eventsOf({ expose, keyBy }: EventStreamOptions): ReadonlyMap<string, ResolvedEvent> {
  const events = new Map<string, ResolvedEvent>();
  for (const [index, exposed] of (expose as readonly ExposedEvent<object>[]).entries()) {
    const at = `eventStream.expose[${index}]`;
    const event = eventOf(exposed, keyBy, at);
    const { type } = event;
    if (events.has(type)) throw new InvalidOptionsError(at, `is '${type}', which is exposed already`);
    if (RESERVED.includes(type))
      throw new InvalidOptionsError(
        at,
        `has the type '${type}', which means something else in an event stream; rename it`,
      );
    if (type === '' || /[\r\n\0]/.test(type))
      throw new InvalidOptionsError(at, 'must have a type that fits on one line');
    events.set(type, event);
  }
  return events;
}

function eventOf(exposed: unknown, streamKeyBy: unknown, at: string): ResolvedEvent {
  const isClass = typeof exposed === 'function';
  const { event, keyBy } = (isClass ? { event: exposed } : (exposed ?? {})) as Record<string, unknown>;
  if (!isClass) {
    const [first] = findOptionProblems(at, exposed, { event: callable, keyBy: callable });
    if (first !== undefined) throw new InvalidOptionsError(first.path, first.problem);
  }
  if (typeof event !== 'function' || event === Object)
    throw new InvalidOptionsError(at, 'must be the class of an event, or { event, keyBy }');
  const messageClass = event as unknown as MessageClass;
  return {
    type: messageTypeOf(messageClass),
    messageClass,
    schema: findMessageDeclaration(messageClass)?.schema,
    keyBy: (keyBy ?? streamKeyBy) as ResolvedEvent['keyBy'],
  };
}
