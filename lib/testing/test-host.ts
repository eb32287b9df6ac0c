import {
  type ContextHost,
  type ContextServices,
  type ContextSystem,
  isContext,
} from '../runtime/actor-context.js';
import { Address } from '../runtime/address.js';
import {
  type ActorClass,
  ActorRef,
  Envelope,
  type MailboxLogger,
  type MessageClass,
  messageTypeOf,
  type SendOptions,
} from '../runtime/index.js';
import type { Occasion } from '../runtime/delivery.js';
import { type Origin, senderOf } from '../runtime/origin.js';
import { seal } from '../runtime/seal.js';
import { actorNameOf } from './actor-name.js';

/** A message that was sent through a test's context, or through one of its refs. */
export interface RecordedSend {
  readonly verb: 'tell' | 'publish';
  readonly message: object;
  /** The address of the ref that was told; undefined: the message's class decides. */
  readonly to: string | undefined;
  readonly options: SendOptions | undefined;
}

/** A timer that is set in a test's context. */
export interface RecordedTimer {
  readonly kind: 'once' | 'every';
  readonly name: string;
  /** The delay, or the interval. */
  readonly ms: number;
  readonly message: object;
}

const SILENT: MailboxLogger = { debug() {}, log() {}, warn() {}, error() {} };

/** Stands behind a context that no cell has made: writes down what is asked of it, and does nothing. */
export class TestHost implements ContextHost, ContextServices {
  readonly sends: RecordedSend[] = [];
  readonly timers = new Map<string, RecordedTimer>();
  readonly done = new Set<'stash' | 'unstashAll' | 'passivate'>();

  readonly services = this;
  readonly system: ContextSystem = {
    ids: { format: String },
    verbsInside: {
      tellFrom: (_occasion, message, options) => this.#send('tell', message, options),
      publishFrom: (_occasion, event, options) => this.#send('publish', event, options),
    },
  };

  constructor(
    readonly address: Address,
    private readonly logger: MailboxLogger = SILENT,
  ) {}

  get key(): string | undefined {
    return this.address.key;
  }

  isPendingWith(): false {
    return false;
  }

  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A> {
    const to = String(new Address(actorNameOf(actor), key));
    return new ActorRef<A>(
      {
        tell: (message, options) => this.#send('tell', message, isContext(options) ? undefined : options, to),
        describe: () => to,
      },
      seal,
    );
  }

  envelopeOf({ message, id, at, correlation, causation, from, terms }: Occasion): Envelope {
    return new Envelope({
      id: String(id),
      type: messageTypeOf(message.constructor as MessageClass),
      to: String(this.address),
      key: this.address.key,
      from: senderOf({ from }),
      correlationId: String(correlation ?? id),
      causationId: causation === undefined ? undefined : String(causation),
      time: at,
      attempt: terms?.attempt ?? 1,
      redriven: terms?.redriven ?? 0,
      headers: terms?.headers,
      message,
    });
  }

  loggerFor(): MailboxLogger {
    return this.logger;
  }

  once(name: string, ms: number, message: object, _origin: Origin): void {
    this.timers.set(name, { kind: 'once', name, ms, message });
  }

  every(name: string, ms: number, message: object): void {
    this.timers.set(name, { kind: 'every', name, ms, message });
  }

  cancel(name: string): void {
    this.timers.delete(name);
  }

  stash(): void {
    this.done.add('stash');
  }

  unstashAll(): void {
    this.done.add('unstashAll');
  }

  passivate(): void {
    this.done.add('passivate');
  }

  #send(verb: RecordedSend['verb'], message: object, options: SendOptions | undefined, to?: string): void {
    this.sends.push({ verb, message, to, options });
  }
}
