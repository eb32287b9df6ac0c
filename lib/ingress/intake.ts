import { Inject, Injectable } from '@nestjs/common';
import { type ExposedMessage, ExposedMessages } from '../nest/index.js';
import type { Clock } from '../runtime/clock.js';
import { DeliveryError, InvalidMessageError, MailboxFullError } from '../runtime/errors.js';
import { messageFrom } from '../runtime/message.js';
import { MailboxRuntime, roomFor } from '../runtime/runtime.js';
import type { SendOptions } from '../runtime/send-options.js';
import type { Arrival } from './arrival.js';
import { type Accepted, fingerprintOf, IdempotencyWindow, nameOf } from './idempotency-window.js';
import { INGRESS_CLOCK, INGRESS_OPTIONS } from './ingress.constants.js';
import type { IngressOptions } from './ingress-options.js';
import { dataErrors, pointerTo, Problem, type ProblemDetail, problemOf } from './problem.js';

/** What became of everything that came in one request. */
export interface Intaken {
  readonly accepted: readonly Accepted[];
  /** All of it had been accepted before. */
  readonly isReplay: boolean;
}

interface Delivery {
  readonly arrival: Arrival;
  readonly message: object;
  readonly options: SendOptions;
  /** Keeps what came of it, for whoever sends it again. */
  readonly remember: (outcome: Promise<Accepted>) => void;
}

/** Brings what came in one request into the mailboxes: all of it, or nothing. */
@Injectable()
export class Intake {
  readonly #window: IdempotencyWindow;

  constructor(
    @Inject(MailboxRuntime) private readonly runtime: MailboxRuntime,
    @Inject(ExposedMessages) private readonly exposed: ExposedMessages,
    @Inject(INGRESS_CLOCK) private readonly clock: Clock,
    @Inject(INGRESS_OPTIONS) private readonly options: IngressOptions,
  ) {
    const { idempotency } = options;
    this.#window = new IdempotencyWindow(idempotency.size, idempotency.windowMs, clock);
  }

  /**
   * Checks everything, then looks for room, then delivers and remembers. There is no await before the last message is remembered, so the
   * room cannot go to somebody else, and nobody can send the same in between.
   *
   * @throws Problem
   */
  async take(arrivals: readonly Arrival[]): Promise<Intaken> {
    const known = arrivals.map((arrival) => this.#recall(arrival));
    const fresh = firstOfEach(arrivals.filter((_, index) => known[index] === undefined));
    const deliveries = this.#check(fresh);
    this.#findRoom(deliveries);
    const delivered = new Map(
      deliveries.map((delivery) => [delivery.arrival, this.#deliver(delivery)] as const),
    );
    const outcomes = arrivals.flatMap(
      (arrival, index) => known[index] ?? delivered.get(arrival) ?? this.#recall(arrival) ?? [],
    );
    const accepted = await Promise.all(outcomes).catch((error: unknown) => {
      throw error instanceof DeliveryError ? problemOf(error) : error;
    });
    return { accepted, isReplay: arrivals.length > 0 && fresh.length === 0 };
  }

  #deliver({ arrival: { type }, message, options, remember }: Delivery): Promise<Accepted> {
    const outcome = this.runtime
      .deliver(message, options)
      .then(({ id, correlationId }) => ({ id, type, correlationId }));
    remember(outcome);
    return outcome;
  }

  #recall(arrival: Arrival): Promise<Accepted> | undefined {
    const recollection = this.#window.recall(arrival);
    if (recollection === 'mismatch') throw mismatch(arrival);
    return recollection === 'new' ? undefined : recollection;
  }

  #check(arrivals: readonly Arrival[]): readonly Delivery[] {
    const owned = arrivals.map((arrival) => ({ arrival, exposed: this.exposed.find(arrival.type) }));
    const unknown = owned.filter(({ exposed }) => exposed === undefined);
    if (unknown.length > 0) throw unknownMessages(unknown.map(({ arrival }) => arrival));
    const errors: ProblemDetail[] = [];
    const deliveries = owned.flatMap(({ arrival, exposed }) => {
      try {
        return [this.#deliveryOf(arrival, exposed as ExposedMessage)];
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        errors.push(...dataErrors(error, arrival.at));
        return [];
      }
    });
    if (errors.length > 0)
      throw new Problem('invalid-data', 'the schema of the message refuses the data', errors);
    if (this.options.subject === 'match') this.#refuseOtherSubjects(deliveries);
    return deliveries;
  }

  #deliveryOf(arrival: Arrival, { messageClass, isKeyed }: ExposedMessage): Delivery {
    const { id, subject, correlationId, causationId, expiresAt, headers } = arrival;
    const remember = this.#window.note(arrival);
    const message = messageFrom(messageClass, arrival.data);
    const options: SendOptions = {
      ...(id !== undefined && { id }),
      ...(isKeyed && subject !== undefined && this.options.subject === 'key' && { key: subject }), // without keys an actor has no use for it
      ...(correlationId !== undefined && { correlationId }),
      ...(causationId !== undefined && { causationId }),
      ...(expiresAt !== undefined && { ttlMs: expiresAt - this.clock.now() }),
      ...(headers !== undefined && { headers }),
    };
    return { arrival, message, options, remember };
  }

  /** @throws Problem where a subject names another instance than the message itself does. */
  #refuseOtherSubjects(deliveries: readonly Delivery[]): void {
    const errors = deliveries.flatMap(({ arrival: { subject, subjectAt }, message }) => {
      const own = roomFor(this.runtime, message, undefined);
      const asked = roomFor(this.runtime, message, subject);
      const isSame = 'error' in own || (!('error' in asked) && asked.address === own.address); // an error has its own problem
      return isSame ? [] : [{ ...subjectAt, detail: 'must be the key of the message, or left out' }];
    });
    if (errors.length > 0)
      throw new Problem('invalid-envelope', 'a subject is not the key of its message', errors);
  }

  #findRoom(deliveries: readonly Delivery[]): void {
    const left = new Map<string, number>();
    for (const { arrival, message, options } of deliveries) {
      const room = roomFor(this.runtime, message, options.key);
      if ('error' in room) {
        const { error } = room;
        if (!(error instanceof DeliveryError)) throw error;
        throw problemOf(error, [{ pointer: pointerTo(arrival.at), detail: error.message }]);
      }
      const { address, capacity } = room;
      const free = (left.get(address) ?? room.free) - 1;
      if (free < 0) throw problemOf(new MailboxFullError(address, capacity));
      left.set(address, free);
    }
  }
}

/** Of messages that come twice in one request, the first; two that differ have one id too few. */
function firstOfEach(arrivals: readonly Arrival[]): readonly Arrival[] {
  const first = new Map<string, Arrival>();
  return arrivals.filter((arrival) => {
    if (arrival.id === undefined) return true;
    const name = nameOf(arrival);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, arrival);
    else if (fingerprintOf(earlier) !== fingerprintOf(arrival)) throw mismatch(arrival);
    return earlier === undefined;
  });
}

function mismatch({ id, at }: Arrival): Problem {
  return new Problem(
    'idempotency-mismatch',
    `another message came with the id '${id}' before; give this one its own`,
    [{ pointer: pointerTo(at), detail: 'differs from what came with this id before' }],
  );
}

function unknownMessages(arrivals: readonly Arrival[]): Problem {
  const types = [...new Set(arrivals.map(({ type }) => `'${type}'`))].join(', ');
  const detail = `no message of the type ${types} is taken here; GET the catalog for those that are`;
  return new Problem('unknown-message', detail);
}
