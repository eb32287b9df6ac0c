import type { ActorDefinition } from './actor-definition.js';
import { ActorCell } from './actor-cell.js';
import type { ActorSystem } from './actor-system.js';
import { Address } from './address.js';
import { Arrival } from './arrival.js';
import { Counters } from './counters.js';
import { Deduplication } from './deduplication.js';
import { Handler } from './handler.js';
import { Histogram } from './histogram.js';
import { IdleInstances } from './idle-instances.js';
import type { MessageId } from './message-id.js';
import { deliveryOf, factsOf, type Origin } from './origin.js';
import { keyOf } from './message-key.js';
import { fill, type MailboxOptions, type SupervisionOptions } from './options.js';
import { doesNotTake, type Refusal, stopped } from './refusal.js';
import type { Room } from './room.js';
import { Sample } from './sampling.js';

/** One actor class in a runtime: its definition, its cells, its counts. */
export class Actor {
  readonly counters = new Counters();
  readonly waits = new Histogram();
  readonly durations = new Histogram();
  readonly #handlers = new Map<unknown, Handler>();
  readonly mailbox: MailboxOptions;
  readonly supervision: SupervisionOptions;
  readonly deduplication: Deduplication | undefined;
  /** Those that nothing keeps from being passivated. */
  readonly idle: IdleInstances;
  private readonly keyed = new Map<string, ActorCell>();
  private single: ActorCell | undefined = undefined;
  readonly #maxInstances: number;
  #isStopped = false;
  /** Whether it has an instance for each key. A field of its own, for it is asked whenever an instance comes to rest. */
  readonly isKeyed: boolean;
  /** Whether it looks at more than the class and the key of a message before that is accepted. */
  readonly isSelective: boolean;
  readonly sample: Sample;
  hasWarnedOfPassivation = false;
  /** What its queues lack, while messages take the place of others: they are no dead letters yet, or not accepted. */
  displaced = 0;
  /** Live instances. */
  instances = 0;
  /** How many of them are being deactivated, and count no longer against `maxInstances`. */
  leaving = 0;

  constructor(
    readonly definition: ActorDefinition,
    readonly system: ActorSystem,
  ) {
    const { instruments, options } = system;
    this.idle = new IdleInstances(this);
    this.mailbox = fill(options.mailbox, definition.mailbox);
    this.supervision = fill(options.supervision, definition.supervision);
    this.deduplication = definition.deduplicate && new Deduplication(definition.deduplicate.size);
    this.isKeyed = definition.keyed;
    this.isSelective = this.deduplication !== undefined || system.passage !== undefined;
    this.#maxInstances = definition.maxInstances ?? options.maxInstances;
    const handlers: Handler[] = [];
    this.sample = new Sample(handlers, system.sampling);
    // Last, when this object has all its fields: V8 then knows what it is to whoever holds it, and does not look each time.
    for (const given of definition.handlers) {
      const plain = new Handler(given, this, options.retry, instruments);
      const handler = instruments.isGiven ? plain.observed : plain;
      this.#handlers.set(given.message, handler);
      handlers.push(handler);
    }
    if (!this.isKeyed) this.makeSingle();
  }

  get handlers(): ReadonlyMap<unknown, Handler> {
    return this.#handlers;
  }

  /** All that its handlers have handled. */
  get handled(): number {
    let handled = 0;
    for (const { tally } of this.handlers.values()) handled += tally.handled;
    return handled;
  }

  /** How many accepted messages have not come to their end, and are not set aside. */
  get unfinished(): number {
    const { accepted, dead, stashed } = this.counters;
    return accepted - this.handled - dead - stashed;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get cells(): Iterable<ActorCell> {
    return this.single === undefined ? this.keyed.values() : [this.single];
  }

  /** The instance of a message, if nothing else than its class and the key that it names has a say. */
  find(handler: Handler, message: object): ActorCell | undefined {
    if (this.isSelective === true || this.single !== undefined) return undefined;
    const key = keyOf(handler, message, undefined);
    return typeof key === 'string' ? (this.keyed.get(key) ?? this.#add(key)) : undefined;
  }

  /** The instance of a key that a ref names, if nothing else has a say. */
  findByKey(key: string): ActorCell | undefined {
    if (this.isSelective || this.single !== undefined || typeof key !== 'string') return undefined;
    return this.keyed.get(key) ?? this.#add(key);
  }

  /** Accepts a message for one instance, or says why not. A duplicate is neither: it is counted, and left. */
  accept(
    handler: Handler,
    message: object,
    id: MessageId,
    origin: Origin,
    givenKey: string | undefined,
  ): Refusal | undefined {
    if (this.#isStopped) return this.refuse(stopped(this.definition.name));
    const { passage, scheduler } = this.system;
    const single = givenKey === undefined ? this.single : undefined;
    const key = single === undefined ? keyOf(handler, message, givenKey) : undefined;
    if (typeof key === 'object') return this.refuse(key);
    if (this.#isDuplicate(id, origin)) return this.#duplicate(this.addressOf(key), message, id, origin);
    const cell = single ?? this.keyed.get(key as string) ?? this.#add(key as string);
    const delivery = deliveryOf(handler, message, id, scheduler.now, cell, origin);
    if (passage?.lets(new Arrival(cell, delivery)) === false) return undefined;
    return cell.accept(delivery);
  }

  /** Takes note of an id that was accepted. */
  remember(id: MessageId): void {
    const { ids } = this.system;
    const text = ids.format(id);
    if (!ids.isAhead(text)) this.deduplication?.remember(text);
  }

  /** How much room a message's instance has, or why it would be refused in any case. Counts nothing and changes nothing. */
  roomFor(message: object, givenKey: string | undefined): Room | Refusal {
    const handler = this.handlers.get(message.constructor);
    if (handler === undefined) return doesNotTake(message, this.definition.className);
    if (this.#isStopped) return stopped(this.definition.name);
    const key = this.single === undefined ? keyOf(handler, message, givenKey) : undefined;
    if (typeof key === 'object') return key;
    const cell = this.single ?? this.keyed.get(key as string);
    const { capacity, overflow } = this.mailbox;
    const free = overflow === 'drop-oldest' ? Infinity : capacity - (cell?.inbox.size ?? 0);
    return { address: String(this.addressOf(key)), capacity, free };
  }

  /** Counts by its type what did not end as handled. A type that no handler takes is in the actor's counters alone. */
  tally(message: object, outcome: 'refused' | 'duplicate'): void {
    const handler = this.handlers.get(message.constructor);
    if (handler !== undefined) handler.tally[outcome] += 1;
  }

  refuse(refusal: Refusal): Refusal {
    this.counters.refused += 1;
    return refusal;
  }

  /** The address that a message of this sender's would have gone to; a best guess where the key could not be told. */
  addressOf(key: string | undefined): Address {
    return new Address(this.definition.name, key);
  }

  /** Forgets a keyed cell that has no instance and nothing to do. */
  release(cell: ActorCell): void {
    if (cell !== this.single) this.keyed.delete(cell.key as string);
  }

  /** A singleton that supervision stopped takes nothing more. */
  stop(): void {
    if (this.single === undefined) return;
    this.#isStopped = true;
    this.single.isOpen = false;
  }

  /** Ends the longest idle instance if one more would be too many. */
  makeRoom(): void {
    if (this.single === undefined && this.instances - this.leaving >= this.#maxInstances)
      this.idle.endLongest();
  }

  /** Ends the longest idle instance if there is one too many: others may have come to life while one was being activated. */
  relieve(): void {
    if (this.isCrowded) this.idle.endLongest();
  }

  get isCrowded(): boolean {
    return this.instances - this.leaving > this.#maxInstances;
  }

  stopTimers(): void {
    this.idle.stopTimer();
  }

  /**
   * Loses everything that is memory, as a crash of the process does: what was queued, stashed or running, instances, timers, and what
   * is remembered of ids. What was accepted is counted as dead.
   */
  crash(): void {
    const error = new Error('the application crashed');
    for (const cell of this.cells) cell.abandon('rehearsed', error);
    this.stopTimers();
    this.deduplication?.clear();
    this.keyed.clear();
    this.instances = this.leaving = 0;
    this.#isStopped = false;
    if (this.single !== undefined) this.makeSingle();
  }

  private makeSingle(): void {
    const single = new ActorCell(this, undefined);
    for (const handler of this.handlers.values()) handler.single = single;
    this.single = single;
  }

  #add(key: string): ActorCell {
    const cell = new ActorCell(this, key);
    this.keyed.set(key, cell);
    return cell;
  }

  #isDuplicate(id: MessageId, { terms }: Origin): boolean {
    const { deduplication, system } = this;
    if (deduplication === undefined || (terms !== undefined && terms.redriven > 0)) return false;
    return deduplication.has(system.ids.format(id));
  }

  #duplicate(address: Address, message: object, id: MessageId, origin: Origin): undefined {
    this.counters.duplicate += 1;
    this.tally(message, 'duplicate');
    const { reporter, scheduler } = this.system;
    if (reporter.activity.isObserved) {
      const envelope = reporter.envelopeOf(factsOf(origin, message, id, scheduler.now), address, 0);
      reporter.report('duplicate', { address: String(address), envelope });
    }
    return undefined;
  }
}
