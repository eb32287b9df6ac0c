import { InvalidOptionsError, type MessageClass, messageTypeOf } from '../runtime/index.js';
import type { ArrivalName, FaultKind, Misfortune } from './fault.js';

/** How often a fault comes about. */
export interface FaultOptions {
  /** At most so many messages of the type meet it, the next ones. @default all of them */
  readonly times?: number | undefined;
}

export interface DelayOptions extends FaultOptions {
  /** How long the message is under way: milliseconds of the kit's clock. */
  readonly ms: number;
}

export interface DuplicateOptions extends FaultOptions {
  /** When the second copy comes: right behind the first, or when everything else has come to rest. @default 'at-once' */
  readonly comes?: 'at-once' | 'at-rest' | undefined;
}

export interface CrashOptions extends FaultOptions {
  /** Before the message is handled, or right after. @default 'before' */
  readonly comes?: 'before' | 'after' | undefined;
}

interface Rule extends Misfortune {
  readonly type: string;
  left: number;
}

/**
 * What is to go wrong in a test. A fault acts when a message is accepted, and never silently: it is an activity `rehearsed`, a note in
 * the trace, and a message that is lost is a dead letter `rehearsed`.
 *
 * @example
 * ```ts
 * kit.faults.on(ReserveStock).drop({ times: 1 });
 * kit.tell(new PlaceOrder('o-1', 2));
 * await kit.settle();
 * ```
 */
export class Faults {
  readonly #rules: Rule[] = [];

  /** @param messageClass Whose messages meet the fault, whoever they are for. Timer ticks never do: they do not travel. */
  on(messageClass: MessageClass): FaultsOnMessage {
    const type = messageTypeOf(messageClass);
    return new FaultsOnMessage((kind, { times = Infinity }, amount) => {
      this.#rules.push({ type, kind, amount, left: times });
    });
  }

  /** Takes back every fault that has been asked for. What has come about already stays. */
  clear(): void {
    this.#rules.length = 0;
  }

  /** @internal */
  next({ type }: ArrivalName): Misfortune | undefined {
    const rule = this.#rules.find((one) => one.type === type && one.left > 0);
    if (rule !== undefined) rule.left -= 1;
    return rule;
  }
}

/** The faults that messages of one type can meet. */
export class FaultsOnMessage {
  readonly #add: (kind: FaultKind, options: FaultOptions, amount: number) => void;

  /** @internal They come from {@link Faults.on}. */
  constructor(add: (kind: FaultKind, options: FaultOptions, amount: number) => void) {
    this.#add = add;
  }

  /** Loses the message: it is accepted, and a dead letter `rehearsed`. */
  drop(options: FaultOptions = {}): void {
    this.#add('drop', options, 0);
  }

  /** Has the message come twice, with the same id. */
  duplicate(options: DuplicateOptions = {}): void {
    this.#add('duplicate', options, options.comes === 'at-rest' ? 1 : 0);
  }

  /** Has the message come later, by the kit's clock; it is accepted when it comes. */
  delay(options: DelayOptions): void {
    if (!(Number.isFinite(options.ms) && options.ms > 0))
      throw new InvalidOptionsError('delay.ms', `must be milliseconds, more than 0; got ${options.ms}`);
    this.#add('delay', options, options.ms);
  }

  /** Has the next message for the same instance overtake it; if none comes, it comes when everything else has come to rest. */
  reorder(options: FaultOptions = {}): void {
    this.#add('reorder', options, 0);
  }

  /** Has the handler throw at its first attempt, instead of doing anything. */
  fail(options: FaultOptions = {}): void {
    this.#add('fail', options, 0);
  }

  /**
   * Crashes the application when the message has been accepted: before it is handled, and after the handler that sent it; or, if
   * asked for, when it has been handled. All that is memory of the mailboxes is gone, and every singleton is activated again. Providers
   * stay, as a database would.
   */
  crash(options: CrashOptions = {}): void {
    this.#add('crash', options, options.comes === 'after' ? 1 : 0);
  }
}
