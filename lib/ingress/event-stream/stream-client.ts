import type { ServerResponse } from 'node:http';
import { setImmediate } from '../../runtime/event-loop.js';
import type { EventWindow } from './event-window.js';
import type { Subscription } from './subscription.js';
import { positionFrame, resetFrame, retryFrame, type ToldEvent } from './told-event.js';

/** Bytes that may wait in this process for one client. The rest stays in the window, once for all. */
const MOST_WAITING = 65_536;

/** What happened to a client when it was given what there is. */
export type Pumped = 'current' | 'waiting' | 'lost';

/** One connection: writes what its client wants, from the window, as fast as the client takes it. */
export class StreamClient {
  #position: number;
  #isWaiting = false;
  readonly #isComplete: boolean;

  /** @param onDrain The client can take more. */
  constructor(
    private readonly response: ServerResponse,
    private readonly subscription: Subscription,
    private readonly window: EventWindow,
    onDrain: (client: StreamClient) => void,
  ) {
    const { position, isComplete } = window.resume(subscription.lastEventId);
    this.#position = position;
    this.#isComplete = isComplete;
    response.on('error', () => {}); // `close` follows, and somebody listens to that
    response.on('drain', () => {
      this.#isWaiting = false;
      onDrain(this);
    });
  }

  /** Tells it when to come back should it lose its connection, where it is, and whether it has missed something for good. */
  begin(retryMs: number): void {
    const id = this.window.idOf(this.#position - 1);
    this.#write(retryFrame(retryMs));
    this.#write(this.#isComplete ? positionFrame(id) : resetFrame(id));
  }

  /** Writes what has happened since, until the client has to be waited for. `lost`: some of it is no longer there. */
  pump(): Pumped {
    while (!this.#isWaiting) {
      if (this.#position < this.window.first) return 'lost';
      const frames = this.#take();
      if (frames.length === 0) return 'current';
      this.#write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
    }
    return this.#position < this.window.first ? 'lost' : 'waiting';
  }

  /** Moves the client's place on, so that one which hears little does not come back to a place that is long gone. */
  beat(): void {
    if (!this.#isWaiting) this.#write(positionFrame(this.window.idOf(this.#position - 1)));
  }

  /** Ends it in good order. Resolves when the connection is gone. */
  async end(): Promise<void> {
    const { response } = this;
    if (response.closed) return;
    const closed = new Promise((resolve) => response.once('close', resolve));
    response.end();
    setImmediate(() => {
      if (!response.writableFinished) response.destroy(); // it does not take what there is, and nobody waits for it
    });
    await closed;
  }

  /** Breaks the connection off, with whatever waits for it. */
  drop(): void {
    this.response.destroy();
  }

  /** The next events for this client, about as much as may wait. */
  #take(): readonly Buffer[] {
    const frames: Buffer[] = [];
    let bytes = 0;
    while (bytes < MOST_WAITING) {
      const event = this.window.find(this.#position);
      if (event === undefined) break;
      this.#position += 1;
      if (!this.#wants(event)) continue;
      frames.push(event.frame);
      bytes += event.frame.length;
    }
    return frames;
  }

  #wants({ type, key }: ToldEvent): boolean {
    const { types, keys } = this.subscription;
    return (types?.has(type) ?? true) && (keys === undefined || (key !== undefined && keys.has(key)));
  }

  #write(chunk: Buffer): void {
    const isFlowing = this.response.write(chunk);
    this.#isWaiting = !isFlowing && this.response.writableLength > MOST_WAITING;
  }
}
