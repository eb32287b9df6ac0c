import type { ActivityStream, Activity, ActivityType } from './activity.js';
import { type Address, NOBODY } from './address.js';
import { publishDeadLetter } from './channels.js';
import type { Clock } from './clock.js';
import type { DeadLetter, DeadLetterReason } from './dead-letter.js';
import type { DeadLetterOffice } from './dead-letters.js';
import { Envelope } from './envelope.js';
import { describeCause, describeError, hintFor } from './errors.js';
import { LogThrottle } from './log-throttle.js';
import type { MailboxLogger } from './logger.js';
import type { MessageFacts } from './delivery.js';
import { findHiddenClass, isPlainObject, type MessageClass, messageTypeOf } from './message.js';
import type { MessageIds } from './message-id.js';
import { senderOf } from './origin.js';

/** What is said of an activity. */
type Facts = Omit<Activity, 'type' | 'at'>;

/** Turns what happened into activities, dead letters and log lines. */
export class Reporter {
  readonly #throttle: LogThrottle;
  readonly #unheardTypes = new Set<string>();

  constructor(
    readonly activity: ActivityStream,
    private readonly deadLetters: DeadLetterOffice,
    private readonly logger: MailboxLogger,
    private readonly clock: Clock,
    private readonly ids: MessageIds,
    private readonly toEpoch: (at: number) => number,
  ) {
    this.#throttle = new LogThrottle(clock, (count) =>
      logger.warn(`${count} more dead letters were not logged, see runtime.deadLetters`),
    );
  }

  envelopeOf(facts: MessageFacts, to: Address, attempt: number): Envelope {
    const { handler, message, id, at, correlation, causation, terms } = facts;
    return new Envelope({
      id: this.ids.format(id),
      // From its handler: a message that was asked for its class whenever an attempt ends would hear of that.
      type: handler?.type ?? messageTypeOf(message.constructor as MessageClass),
      to: to.toString(),
      key: to.key,
      from: senderOf(facts),
      correlationId: this.ids.format(correlation ?? id),
      causationId: causation === undefined ? undefined : this.ids.format(causation),
      time: this.toEpoch(at),
      attempt,
      redriven: terms?.redriven ?? 0,
      headers: terms?.headers,
      message,
    });
  }

  /** Ask `activity.isObserved` first: the facts cost more than the message. */
  report(type: ActivityType, facts: Facts): void {
    this.activity.emit({ type, at: this.clock.now(), ...facts });
  }

  /** Makes a dead letter: keeps it, reports it, and logs it unless too many were. */
  deadLetter(
    reason: DeadLetterReason,
    envelope: Envelope,
    errors: readonly unknown[],
    handler?: string,
  ): void {
    const { id, redriven, to: address } = envelope;
    const at = this.clock.now();
    // Everybody gets at it, and what stands in it is sent again.
    const letter: DeadLetter = Object.freeze({
      id,
      reason,
      envelope: Object.freeze(envelope),
      errors,
      at,
      redriven,
    });
    this.deadLetters.add(letter, () => {
      publishDeadLetter(letter);
      if (this.activity.isObserved) {
        this.report('dead-lettered', { address, envelope, handler, reason, error: errors.at(-1) });
      }
    });
    this.#throttle.write(() => this.#logDeadLetter(reason, envelope, errors, handler));
  }

  /** Warns once for each message type that is published and that nobody subscribes to. */
  unheard(facts: MessageFacts): void {
    const type = messageTypeOf(facts.message.constructor as MessageClass);
    if (this.activity.isObserved) {
      const envelope = this.envelopeOf(facts, NOBODY, 0);
      this.report('unheard', { address: envelope.to, envelope, detail: type });
    }
    if (this.#unheardTypes.has(type)) return;
    this.#unheardTypes.add(type);
    this.logger.warn(
      isPlainObject(facts.message)
        ? 'a plain object was published, to which nobody can subscribe; publish an instance of its class: new OrderPlaced(data)'
        : (findHiddenClass(facts.message) ??
            `${type} was published and nobody subscribes to it; add @Subscribe(${type}) to an actor, or stop publishing it`),
    );
  }

  /** Says what the throttle still hides. */
  flush(): void {
    this.#throttle.flush();
  }

  #logDeadLetter(
    reason: DeadLetterReason,
    { id, type, to, attempt, correlationId }: Envelope,
    errors: readonly unknown[],
    handler?: string,
  ): void {
    const last = errors.at(-1);
    const why = last === undefined ? '' : `: ${describeError(last)}${describeCause(last)}${hintFor(last)}`;
    const where = handler === undefined ? to : `${handler} at ${to}`;
    const facts = { reason, id, type, to, handler, attempt, correlationId };
    const level = reason === 'returned-value' ? 'error' : 'warn'; // a mistake in the code, not a mishap
    this.logger[level](`dead letter ${reason}: ${type} (${id}) for ${where}${why}`, facts);
  }
}
