import type { ContextServices } from './actor-context.js';
import type { ActorCell } from './actor-cell.js';
import type { ActorClass } from './actor-definition.js';
import type { ActorRef } from './actor-ref.js';
import type { Envelope } from './envelope.js';
import { InvalidOptionsError, NoRecipientError } from './errors.js';
import type { LogFacts, MailboxLogger } from './logger.js';
import type { MessageFacts, Occasion } from './delivery.js';
import type { Handler } from './handler.js';
import { isPlainObject, type MessageClass, messageTypeOf } from './message.js';
import { Origin } from './origin.js';

/** What a cell lets its contexts do beside sending. Made when it is asked for, and keeps nothing itself. */
export class CellServices implements ContextServices {
  readonly #cell: ActorCell;

  constructor(cell: ActorCell) {
    this.#cell = cell;
  }

  ref<A extends object>(actor: ActorClass<A> | string, key: string | undefined): ActorRef<A> {
    return this.#cell.actor.system.ref(actor, key);
  }

  envelopeOf(occasion: Occasion): Envelope {
    const attempt = occasion.terms?.attempt ?? 1;
    return this.#cell.actor.system.reporter.envelopeOf(occasion as MessageFacts, this.#cell.address, attempt);
  }

  loggerFor(envelope: Envelope | undefined): MailboxLogger {
    const { actor, key } = this.#cell.address;
    // Its own facts win, so that every line of a handler can be found by them.
    const { logger } = this.#cell.actor.system;
    const own: LogFacts = {
      actor,
      ...(key !== undefined && { key }),
      ...(envelope !== undefined && { type: envelope.type, id: envelope.id }),
    };
    return {
      debug: (message, facts) => logger.debug(message, { ...facts, ...own }),
      log: (message, facts) => logger.log(message, { ...facts, ...own }),
      warn: (message, facts) => logger.warn(message, { ...facts, ...own }),
      error: (message, facts) => logger.error(message, { ...facts, ...own }),
    };
  }

  once(name: string, delayMs: number, message: object, origin: Origin): void {
    this.#set('schedule.once', name, delayMs, message, (handler) =>
      this.#cell.life.timers.once(name, delayMs, { handler, message, origin }),
    );
  }

  every(name: string, intervalMs: number, message: object): void {
    const origin = new Origin(undefined, undefined, this.#cell);
    this.#set('schedule.every', name, intervalMs, message, (handler) =>
      this.#cell.life.timers.every(name, intervalMs, { handler, message, origin }),
    );
  }

  cancel(name: string): void {
    this.#cell.life.cancelTimer(name);
  }

  stash(): void {
    this.#cell.isStashing = true;
  }

  unstashAll(): void {
    this.#cell.inbox.unstash();
  }

  passivate(): void {
    const { actor, key, life } = this.#cell;
    if (key !== undefined) return life.wish('passivate');
    if (actor.hasWarnedOfPassivation) return;
    actor.hasWarnedOfPassivation = true;
    actor.system.logger.warn(
      `context.passivate() does nothing at ${String(this.#cell.address)}: an actor without a key has one instance for good; give it a keyBy`,
    );
  }

  /** Sets a timer, unless its tick could never be handled or would be refused as a message that is told, or the runtime is on its way out. */
  #set(member: string, name: string, ms: number, message: object, set: (handler: Handler) => void): void {
    if (!(Number.isFinite(ms) && ms >= 0))
      throw new InvalidOptionsError(`context.${member}`, `takes milliseconds, 0 or more; got ${ms}`);
    if (typeof name !== 'string')
      throw new InvalidOptionsError(
        `context.${member}`,
        `takes the name of the timer first; got a ${typeof name}`,
      );
    if (typeof message !== 'object' || message === null || isPlainObject(message))
      throw new InvalidOptionsError(
        `context.${member}`,
        'takes a message, an instance of its class: new RemindMe(orderId)',
      );
    const { actor } = this.#cell;
    const handler = actor.handlers.get(message.constructor);
    if (handler === undefined) {
      const type = messageTypeOf(message.constructor as MessageClass);
      throw new NoRecipientError(
        type,
        `${actor.definition.className} schedules ${type} and has no handler for it; add one`,
      );
    }
    const unfit = actor.system.inspection.find(message);
    if (unfit !== undefined) throw unfit.error;
    if (actor.system.state === 'running' || actor.system.state === 'registered') set(handler);
  }
}
