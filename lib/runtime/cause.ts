import type { ActorCell } from './actor-cell.js';
import type { Address } from './address.js';
import type { Clock } from './clock.js';
import type { MessageId } from './message-id.js';
import type { SendOptions } from './send-options.js';
import type { Settled } from './settlement.js';
import { textOf } from './text-of.js';

/**
 * Where a message comes from and what travels along with it.
 *
 * A handler's sends share one cause, and sends from nowhere in particular share {@link NO_CAUSE}: so a waiting message costs
 * four slots in its mailbox and no object of its own. A cause names its ancestors by id and never holds them, else a long
 * conversation would keep every message it ever had. The one exception are ancestors whose handler is pending, and of these there
 * are no more than handlers that are.
 */
export class Cause {
  /** The cell whose handler this is the cause of the sends of, while that is pending. */
  holder: ActorCell | undefined = undefined;

  constructor(
    /** The conversation; undefined: the message starts one, named by its own id. */
    readonly correlation: MessageId | undefined,
    readonly causation: MessageId | undefined,
    readonly from: Address | string | undefined,
    readonly headers: Readonly<Record<string, string>> | undefined,
    /** Milliseconds since the epoch; undefined: it stays worth handling. */
    readonly expiresAt?: number,
    /** How often the message came back from the dead letters. */
    readonly redriven: number = 0,
    /** Told once how the message ended: the place where a durable engine stands. */
    readonly settled?: Settled,
    /** Where the nearest pending handler is found, further up the conversation. */
    private above?: Cause,
  ) {}

  /** The nearest cause up the conversation whose handler is pending; it may be this one. */
  nearest(): Cause | undefined {
    if (this.holder !== undefined) return this;
    let cause = this.above;
    while (cause !== undefined && cause.holder === undefined) cause = cause.above;
    return cause;
  }

  /** The handler is pending from now on. */
  hold(cell: ActorCell): this {
    this.holder = cell;
    return this;
  }

  /** The handler is pending no more: whoever comes by here goes on to the next that is. */
  release(): void {
    this.holder = undefined;
    this.above = this.above?.nearest();
  }

  /** The cause of a send that says more about itself. What it leaves out stays as it is here, but for how long it is worth handling. */
  with({ correlationId, causationId, headers, ttlMs }: SendOptions, clock: Clock): Cause {
    return new Cause(
      correlationId === undefined ? this.correlation : textOf(correlationId),
      causationId === undefined ? this.causation : textOf(causationId),
      this.from,
      headers === undefined ? this.headers : Object.freeze({ ...this.headers, ...textsOf(headers) }),
      ttlMs === undefined ? undefined : clock.now() + Number(ttlMs), // a text of a number, from the environment, would be joined on
      0,
      undefined,
      this,
    );
  }
}

/** Headers are texts, whatever an untyped sender makes of them: an object would be a way back to it. */
function textsOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)]));
}

export const NO_CAUSE = new Cause(undefined, undefined, undefined, undefined);
