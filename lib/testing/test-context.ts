import { NO_MESSAGE } from '../runtime/actor-context.js';
import { Address } from '../runtime/address.js';
import { ActorContext, type MailboxLogger } from '../runtime/index.js';
import { seal } from '../runtime/seal.js';
import { abortSignalOf } from '../runtime/signal.js';
import { NO_TERMS } from '../runtime/terms.js';
import { type RecordedSend, type RecordedTimer, TestHost } from './test-host.js';

/** What a test may say about the delivery that a {@link TestContext} stands for. */
export interface TestContextOverrides {
  /** The name of the actor. @default 'test' */
  readonly actor?: string | undefined;
  /** The key of the instance. @default none: an actor without keys */
  readonly key?: string | undefined;
  /** The message in `context.envelope`. @default an empty object */
  readonly message?: object | undefined;
  /** The message's id. @default 'test-1' */
  readonly id?: string | undefined;
  /** The conversation. @default the message's id: it begins one */
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  /** The address of the sender. @default none: it came from outside */
  readonly from?: string | undefined;
  /** When it was accepted, in milliseconds since the Unix epoch. @default 0 */
  readonly time?: number | undefined;
  /** @default 1, the first */
  readonly attempt?: number | undefined;
  /** How often it came back from the dead letters. @default 0 */
  readonly redriven?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default one that says nothing */
  readonly logger?: MailboxLogger | undefined;
}

/** A context that belongs to no runtime: it never ends, and what is done with it is only written down. */
export class TestContext extends ActorContext {
  readonly #host: TestHost;

  /** @internal Test contexts come from {@link testContext}. */
  constructor(overrides: TestContextOverrides) {
    const { actor = 'test', key, logger, message = {}, id = 'test-1', time = 0, attempt = 1 } = overrides;
    const { correlationId, causationId, from, headers, redriven } = overrides;
    const host = new TestHost(new Address(actor, key), logger);
    const copied = headers && Object.freeze({ ...headers });
    const terms = { ...NO_TERMS, headers: copied, redriven: redriven ?? 0, attempt };
    const ids = { id, correlation: correlationId ?? id, causation: causationId };
    super({ ...NO_MESSAGE, ...ids, message, at: time, from, terms, host, isOver: false }, seal);
    this.#host = host;
  }

  /** The messages that were told, by this context and by its refs, in their order. */
  get told(): readonly object[] {
    return this.sends.filter(({ verb }) => verb === 'tell').map(({ message }) => message);
  }

  /** The events that were published, in their order. */
  get published(): readonly object[] {
    return this.sends.filter(({ verb }) => verb === 'publish').map(({ message }) => message);
  }

  /** Both, with the address of the ref where there was one, and the options. */
  get sends(): readonly RecordedSend[] {
    return [...this.#host.sends];
  }

  /** The timers that are set; one that was cancelled or replaced is not among them. */
  get timers(): readonly RecordedTimer[] {
    return [...this.#host.timers.values()];
  }

  /** Whether `stash()` was called. */
  get isStashed(): boolean {
    return this.#host.done.has('stash');
  }

  /** Whether `unstashAll()` was called. */
  get isUnstashed(): boolean {
    return this.#host.done.has('unstashAll');
  }

  /** Whether `passivate()` was called. */
  get isPassivated(): boolean {
    return this.#host.done.has('passivate');
  }

  /** Aborts `context.signal`, as a time limit or the deadline of a drain would. */
  abort(reason = new Error('aborted by the test')): void {
    abortSignalOf(this, reason);
  }
}

/**
 * Makes an `ActorContext` for a plain unit test: an actor is a class, and its methods can be called.
 *
 * It records what the handler sends, schedules, stashes; nothing is delivered. Its `ref(...)` gives refs for an actor's
 * constructor, and what they are told is recorded too.
 *
 * @param overrides Facts of the delivery that the handler is to see.
 * @example
 * ```ts
 * const context = testContext({ key: 'o-1' });
 * new OrderActor(new PriceList()).place(new PlaceOrder('o-1', 2), context);
 * expect(context.told).toEqual([new ReserveStock('o-1', 2)]);
 * ```
 */
export function testContext(overrides: TestContextOverrides = {}): TestContext {
  return new TestContext(overrides);
}
