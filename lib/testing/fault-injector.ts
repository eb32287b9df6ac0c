import type { Arrival, Passage } from '../runtime/arrival.js';
import type { ActorContext, Clock, ClockTimer, Envelope } from '../runtime/index.js';
import { RehearsedFailure } from './errors.js';
import { arrivalText, type ArrivalName, type Fault, type Misfortune } from './fault.js';
import type { Faults } from './faults.js';
import type { Interlude } from './kit-turns.js';

/** Decides on the fate of one arrival; undefined: nothing is done to it. */
export type FaultSource = (name: ArrivalName) => Misfortune | undefined;

/** Says what will have been done, for the activity and the trace. */
const WORDS: Readonly<Record<Misfortune['kind'], (amount: number) => string>> = {
  drop: () => 'lost',
  duplicate: (late) => (late === 0 ? 'comes twice' : 'comes twice, the second time late'),
  delay: (ms) => `delayed by ${ms} ms`,
  reorder: () => 'overtaken by the next one',
  fail: () => 'its handler fails',
  crash: (late) =>
    late === 0 ? 'the application crashes' : 'the application crashes when it has been handled',
};

/** Does to messages what {@link Faults}, or a rehearsal, want done. */
export class FaultInjector implements Passage, Interlude {
  /** The faults that have come about. */
  readonly happened: Fault[] = [];
  /** Decides where no rule of the test does. */
  source: FaultSource | undefined;
  /** Is told of each message that comes by. */
  onArrival: ((envelope: Envelope) => void) | undefined;
  /** Is called after each turn; what it throws ends all turns. */
  afterEach: (() => void) | undefined;
  readonly #counts = new Map<string, number>();
  readonly #atRest: Arrival[] = [];
  readonly #overtaken: { readonly arrival: Arrival; readonly to: string; isPassed: boolean }[] = [];
  readonly #underWay = new Map<Arrival, { readonly timer: ClockTimer; readonly at: number }>();
  readonly #failing = new WeakMap<object, string[]>();
  /** What the application crashes behind, by id and receiver. */
  readonly #crashingAfter = new Set<string>();
  #isLetThrough = false;
  #isOver = false;
  #isCrashDue = false;

  constructor(
    private readonly faults: Faults,
    private readonly clock: Clock,
    /** Is called when something has to be done between turns. */
    private readonly arrange: () => void,
    private readonly crash: () => Promise<void>,
  ) {}

  /** Milliseconds of the clock until every message has come that is under way; 0: none is. */
  get dueInMs(): number {
    const now = this.clock.now();
    return Math.max(0, ...Array.from(this.#underWay.values(), ({ at }) => at - now));
  }

  get isDue(): boolean {
    return this.#isCrashDue || this.#atRest.length > 0 || this.#overtaken.length > 0;
  }

  lets(arrival: Arrival): boolean {
    const { envelope } = arrival;
    this.onArrival?.(envelope);
    if (this.#isLetThrough || this.#isOver) return true;
    const to = short(envelope.to);
    const from = envelope.from === undefined ? 'outside' : short(envelope.from);
    for (const held of this.#overtaken) held.isPassed ||= held.to === to;
    const name = this.#nameOf(envelope.type, from, to);
    const misfortune = this.faults.next(name) ?? this.source?.(name);
    return misfortune === undefined || this.#strike(arrival, name, misfortune);
  }

  /** Throws if the handler of this message is to fail. */
  failIfDue(message: object, context: ActorContext): void {
    const to = String(context.self);
    const addresses = this.#failing.get(message);
    const index = addresses?.indexOf(to) ?? -1;
    if (index < 0) return;
    addresses?.splice(index, 1);
    throw new RehearsedFailure(context.envelope.type, to);
  }

  /** Is told of each message that has been handled. */
  handled({ id, to }: Envelope): void {
    if (!this.#crashingAfter.delete(`${id} ${to}`)) return;
    this.#isCrashDue = true;
    this.arrange();
  }

  /** Lets all that is held come, and every message pass from now on. */
  end(): void {
    this.#isOver = true;
    const underWay = [...this.#underWay.keys()];
    for (const { timer } of this.#underWay.values()) timer.cancel();
    this.#underWay.clear();
    const overtaken = this.#overtaken.splice(0).map(({ arrival }) => arrival);
    for (const arrival of [...overtaken, ...this.#atRest.splice(0), ...underWay]) this.#comes(arrival);
  }

  atRest(): boolean {
    if (this.#isCrashDue) return true;
    const next = this.#overtaken.shift()?.arrival ?? this.#atRest.shift();
    if (next !== undefined) this.#comes(next);
    return next !== undefined;
  }

  /** What came from outside crashes the application before anybody handles it. */
  beforeTurn(): Promise<void> | undefined {
    return this.#isCrashDue ? this.#crash().then(() => this.afterEach?.()) : undefined;
  }

  afterTurn(): Promise<void> | undefined {
    for (const held of this.#overtaken.filter(({ isPassed }) => isPassed)) {
      this.#overtaken.splice(this.#overtaken.indexOf(held), 1);
      this.#comes(held.arrival);
    }
    if (this.#isCrashDue) return this.#crash().then(() => this.afterEach?.());
    this.afterEach?.();
    return undefined;
  }

  #nameOf(type: string, from: string, to: string): ArrivalName {
    const counted = `${type} ${from} ${to}`;
    const nth = (this.#counts.get(counted) ?? 0) + 1;
    this.#counts.set(counted, nth);
    return { type, from, to, nth };
  }

  /** Answers whether the message goes on to its mailbox now. */
  #strike(arrival: Arrival, name: ArrivalName, { kind, amount }: Misfortune): boolean {
    this.happened.push({ ...name, kind, amount });
    arrival.report(WORDS[kind](amount));
    switch (kind) {
      case 'drop':
        arrival.lose();
        return false;
      case 'duplicate':
        if (amount === 0) this.#comes(arrival);
        else this.#atRest.push(arrival);
        break;
      case 'delay':
        this.#delay(arrival, amount);
        return false;
      case 'reorder':
        this.#overtaken.push({ arrival, to: name.to, isPassed: false });
        this.arrange();
        return false;
      case 'fail':
        this.#failing.set(arrival.message, [
          ...(this.#failing.get(arrival.message) ?? []),
          arrival.envelope.to,
        ]);
        return true;
      case 'crash':
        if (amount === 0) this.#isCrashDue = true;
        else this.#crashingAfter.add(`${arrival.envelope.id} ${arrival.envelope.to}`);
    }
    this.arrange();
    return true;
  }

  #delay(arrival: Arrival, ms: number): void {
    const comes = (): void => {
      this.#underWay.delete(arrival);
      this.#comes(arrival);
    };
    const timer = this.clock.setTimer(comes, ms, 'work');
    this.#underWay.set(arrival, { timer, at: this.clock.now() + ms });
  }

  #comes(arrival: Arrival): void {
    const wasLetThrough = this.#isLetThrough;
    this.#isLetThrough = true;
    arrival.arrive();
    this.#isLetThrough = wasLetThrough;
  }

  /** What was under way is lost as well: the network of a process is in the process. */
  async #crash(): Promise<void> {
    this.#isCrashDue = false;
    for (const { timer } of this.#underWay.values()) timer.cancel();
    const lost = [
      ...this.#underWay.keys(),
      ...this.#atRest.splice(0),
      ...this.#overtaken.splice(0).map(({ arrival }) => arrival),
    ];
    this.#underWay.clear();
    for (const arrival of lost) arrival.lose();
    await this.crash();
  }
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}

/** A source that repeats faults. */
export function repeating(faults: readonly Fault[]): FaultSource {
  const byName = new Map(faults.map((fault) => [arrivalText(fault), fault]));
  return (name) => byName.get(arrivalText(name));
}
