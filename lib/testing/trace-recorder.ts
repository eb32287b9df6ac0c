import { Address } from '../runtime/address.js';
import type { Activity, Envelope, MailboxRuntime } from '../runtime/index.js';
import { Trace, type TraceOptions } from './trace.js';
import { TracedMessageRecord } from './traced-message.js';

/** Messages kept, the latest: a test that needs more looks at its own actors. */
const CAPACITY = 10_000;

/** Writes down who tells whom what in a runtime, from its stream of activities. */
export class TraceRecorder {
  readonly #records = new Set<TracedMessageRecord>(); // in the order of acceptance
  /** By id and receiver. */
  readonly #found = new Map<string, TracedMessageRecord[]>();
  readonly #latestAt = new Map<string, TracedMessageRecord>();
  #forgotten = 0;

  constructor(runtime: MailboxRuntime) {
    runtime.activity.subscribe((activity) => this.#note(activity)); // until the runtime ends
  }

  trace({ key, correlationId, times }: TraceOptions = {}): Trace {
    if (key === undefined && correlationId === undefined)
      return new Trace([...this.#records], times, this.#forgotten);
    const asked = [...this.#records].filter(
      ({ envelope }) =>
        (key === undefined || hasPart(envelope, key)) &&
        (correlationId === undefined || envelope.correlationId === correlationId),
    );
    return this.traceOf(
      asked.map(({ envelope }) => envelope),
      times,
    );
  }

  /** The whole conversations of some messages. */
  traceOf(envelopes: readonly Envelope[], times?: boolean): Trace {
    const conversations = new Set(envelopes.map(({ correlationId }) => correlationId));
    const messages = [...this.#records].filter(({ envelope }) => conversations.has(envelope.correlationId));
    return new Trace(messages, times);
  }

  #note(activity: Activity): void {
    const { address, envelope, type } = activity;
    if (envelope !== undefined) this.#recordOf(activity, envelope).note(activity);
    else if (address !== undefined && type !== 'activated' && type !== 'passivated')
      this.#latestAt.get(address)?.note(activity); // a restart, a stop: it came after the last thing that happened there
  }

  #recordOf({ type, at }: Activity, envelope: Envelope): TracedMessageRecord {
    const found = this.#open(envelope.id, envelope.to);
    const isNew = type === 'accepted' || type === 'duplicate' || type === 'rehearsed' || found === undefined;
    const announced = type === 'accepted' ? this.#announced(envelope) : undefined;
    const record = announced ?? (isNew ? this.#add(envelope, at) : found);
    this.#latestAt.set(envelope.to, record);
    return record;
  }

  #add(envelope: Envelope, at: number): TracedMessageRecord {
    const { causationId, from } = envelope;
    const parent =
      causationId === undefined || from === undefined ? undefined : this.#open(causationId, from);
    const record = new TracedMessageRecord(envelope, at, parent);
    this.#records.add(record);
    const name = nameOf(envelope.id, envelope.to);
    const namesakes = this.#found.get(name);
    if (namesakes === undefined) this.#found.set(name, [record]);
    else namesakes.push(record);
    if (this.#records.size > CAPACITY) this.#forgetOldest();
    return record;
  }

  /** What a fault has been reported of, and what has not been accepted since. */
  #announced({ id, to }: Envelope): TracedMessageRecord | undefined {
    return this.#found.get(nameOf(id, to))?.find(({ outcome }) => outcome === 'held');
  }

  /** Of several acceptances of one message, the one that is not settled yet and was accepted first; else the last. */
  #open(id: string, to: string): TracedMessageRecord | undefined {
    const found = this.#found.get(nameOf(id, to));
    return found?.find(({ outcome }) => outcome === 'waiting') ?? found?.at(-1);
  }

  #forgetOldest(): void {
    const [oldest] = this.#records;
    if (oldest === undefined) return;
    this.#records.delete(oldest);
    this.#forgotten += 1;
    oldest.forget();
    const { id, to } = oldest.envelope;
    const others = this.#found.get(nameOf(id, to))?.filter((record) => record !== oldest) ?? [];
    if (others.length > 0) this.#found.set(nameOf(id, to), others);
    else this.#found.delete(nameOf(id, to));
    if (this.#latestAt.get(to) === oldest) this.#latestAt.delete(to);
  }
}

/** What is published has one id, however many receive it. */
function nameOf(id: string, to: string): string {
  return `${id} ${to}`;
}

/** Whether an instance of that key sent or received it. */
function hasPart({ key: receiver, from }: Envelope, key: string): boolean {
  return receiver === key || (from !== undefined && String(new Address(Address.actorOf(from), key)) === from);
}
