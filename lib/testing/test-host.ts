import type { ContextHost, ContextServices } from '../runtime/actor-context.js';
import { Address } from '../runtime/address.js';
import {
  ActivationContext,
  type ActorClass,
  ActorRef,
  Envelope,
  type MailboxLogger,
  type MessageClass,
  messageTypeOf,
  type PublishOptions,
  type SendOptions,
} from '../runtime/index.js';
import type { Slot } from '../runtime/delivery.js';
import type { Cause } from '../runtime/cause.js';
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
  /** No turn ever ends here. */
  readonly turn = 0;
  readonly done = new Set<'stash' | 'unstashAll' | 'passivate'>();

  readonly services = this;
  readonly ids = { format: String };

  constructor(
    readonly address: Address,
    private readonly logger: MailboxLogger = SILENT,
  ) {}

  tell(message: object, options: SendOptions | undefined): void {
    this.#send('tell', message, options);
  }

  publish(event: object, options: PublishOptions | undefined): void {
    this.#send('publish', event, options);
  }

  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A> {
    const to = String(new Address(actorNameOf(actor), key));
    return new ActorRef<A>(
      {
        tell: (message, options) =>
          this.#send('tell', message, options instanceof ActivationContext ? undefined : options, to),
        describe: () => to,
      },
      seal,
    );
  }

  envelopeOf({ message, cause, id, at }: Readonly<Slot>, attempt: number): Envelope {
    return new Envelope({
      id: String(id),
      type: messageTypeOf(message.constructor as MessageClass),
      to: String(this.address),
      key: this.address.key,
      from: cause.from === undefined ? undefined : String(cause.from),
      correlationId: String(cause.correlation ?? id),
      causationId: cause.causation === undefined ? undefined : String(cause.causation),
      time: at,
      attempt,
      redriven: cause.redriven,
      headers: cause.headers,
      message,
    });
  }

  loggerFor(): MailboxLogger {
    return this.logger;
  }

  once(name: string, ms: number, message: object, _cause: Cause): void {
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
