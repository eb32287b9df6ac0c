import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { MAILBOX_LOGGER } from '../../nest/index.js';
import type { Clock, ClockTimer } from '../../runtime/clock.js';
import type { Envelope } from '../../runtime/envelope.js';
import { setImmediate } from '../../runtime/event-loop.js';
import { LogThrottle } from '../../runtime/log-throttle.js';
import type { MailboxLogger } from '../../runtime/logger.js';
import { INGRESS_CLOCK } from '../ingress.constants.js';
import { EVENT_STREAM } from './event-stream.constants.js';
import type { ResolvedEventStream } from './event-stream-options.js';
import { EventWindow } from './event-window.js';
import { StreamClient } from './stream-client.js';
import type { Subscription } from './subscription.js';
import { frameOf } from './told-event.js';

/** Milliseconds that clients have to go in good order at the end. Who is still there then is forgotten: no client holds the process. */
const LONGEST_FAREWELL_MS = 1_000;

/** Whether a stream takes another client. */
export type Admission = 'open' | 'full' | 'closed';

/**
 * Tells clients what is published. Events come in one by one and go out together, once in each turn of the event loop, so that a burst
 * costs each client one write.
 */
@Injectable()
export class EventStream implements BeforeApplicationShutdown {
  readonly #window: EventWindow;
  readonly #clients = new Set<StreamClient>();
  readonly #throttle: LogThrottle;
  #isFlushDue = false;
  /** Every client has been offered what stands before it. */
  #offered = 1;
  #heartbeat: ClockTimer | undefined;
  #isClosed = false;

  constructor(
    @Inject(EVENT_STREAM) readonly options: ResolvedEventStream,
    @Inject(INGRESS_CLOCK) private readonly clock: Clock,
    @Inject(MAILBOX_LOGGER) private readonly logger: MailboxLogger,
  ) {
    this.#window = new EventWindow(options.window, randomBytes(6).toString('hex'));
    this.#throttle = new LogThrottle(clock, (count) =>
      logger.warn(`${count} more clients of /${options.path} were dropped`),
    );
  }

  /** How many clients there are. */
  get size(): number {
    return this.#clients.size;
  }

  get admission(): Admission {
    if (this.#isClosed) return 'closed';
    return this.#clients.size < this.options.clients ? 'open' : 'full';
  }

  /** Lets a client in; ask for {@link admission} first. Its response has its headers, and is not ended here before the client goes. */
  open(response: ServerResponse, subscription: Subscription): void {
    const client = new StreamClient(response, subscription, this.#window, () => this.#pump(client));
    client.begin(this.options.retryMs);
    this.#clients.add(client);
    response.once('close', () => this.#forget(client));
    this.#armHeartbeat();
    this.#pump(client);
  }

  /**
   * Takes an event.
   *
   * @throws Error when its key cannot be told, or it is not JSON; then nobody hears of it.
   */
  tell(envelope: Envelope): void {
    const event = this.options.events.get(envelope.type);
    const key = event?.keyBy === undefined ? undefined : keyOf(envelope, event.keyBy);
    const frame = frameOf(envelope, key, this.options.source, this.#window.idOf(this.#window.next));
    this.#window.add({ type: envelope.type, key, frame });
    while (this.#window.overflows) {
      if (this.#offered <= this.#window.first) this.#flush(); // a burst that is larger than the window makes nobody slow
      this.#window.dropFirst();
    }
    if (this.#clients.size > 0) this.#flushSoon();
  }

  /** Nothing is published any more: every mailbox has been drained. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isClosed = true;
    this.#flush();
    this.#throttle.flush();
    await this.#farewell();
    for (const client of this.#clients) client.drop();
    this.#clients.clear();
    this.#heartbeat?.cancel();
  }

  /** Resolves when every client has gone, or when it takes too long. */
  #farewell(): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = this.clock.setTimer(resolve, LONGEST_FAREWELL_MS, 'work');
      Promise.all(Array.from(this.#clients, (client) => client.end()))
        .finally(() => limit.cancel())
        .then(() => resolve(), reject);
    });
  }

  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(() => {
      this.#isFlushDue = false;
      this.#flush();
    });
  }

  #flush(): void {
    this.#offered = this.#window.next;
    for (const client of this.#clients) this.#pump(client);
  }

  #pump(client: StreamClient): void {
    if (client.pump() !== 'lost') return;
    this.#throttle.write(() =>
      this.logger.warn(
        `a client of /${this.options.path} was dropped: it is more than ${this.#window.next - this.#window.first} events behind, and they are no longer kept`,
      ),
    );
    this.#clients.delete(client);
    client.drop();
  }

  #forget(client: StreamClient): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
  }

  #armHeartbeat(): void {
    this.#heartbeat ??= this.clock.setTimer(
      () => {
        this.#heartbeat = undefined;
        for (const client of this.#clients) client.beat();
        if (this.#clients.size > 0) this.#armHeartbeat();
      },
      this.options.heartbeatMs,
      'upkeep',
    );
  }
}

function keyOf({ type, message }: Envelope, keyBy: (event: object) => string): string {
  const key: unknown = keyBy(message);
  if (typeof key === 'string' && key !== '') return key;
  throw new TypeError(
    `keyBy of the event stream gave ${key === '' ? 'an empty string' : typeof key} for ${type}; it must give a string`,
  );
}
