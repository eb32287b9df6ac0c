import type { INestApplicationContext, InjectionToken } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { Address } from '../runtime/address.js';
import {
  type ActorClass,
  type ActorContext,
  type ActorRef,
  type Clock,
  type DeadLetter,
  type DeadLetterFilter,
  InvalidOptionsError,
  MailboxRuntime,
  type PublishOptions,
  type Receipt,
  type SendOptions,
} from '../runtime/index.js';
import { actorNameOf } from './actor-name.js';
import type { DrivenClock } from './driven-clock.js';
import type { Faults } from './faults.js';
import { drive } from './driving.js';
import { UnseenDeadLettersError } from './errors.js';
import type { KitOptions } from './kit-options.js';
import { MachineClock } from './machine-clock.js';
import { ManualClock } from './manual-clock.js';
import { Probe } from './probe.js';
import { type SettleOptions, Settling } from './settling.js';
import { Spy } from './spy.js';
import { Stage } from './stage.js';
import { compileApplication } from './test-application.js';
import { TraceRecorder } from './trace-recorder.js';
import type { Trace, TraceOptions } from './trace.js';

/** Makes a kit on a stage that somebody else has built. For `rehearse`. */
export let kitOn: (stage: Stage, options: KitOptions) => Promise<MailboxTestKit>;

/** What `kit.deliver` answers with for a message that a rehearsal leaves out. */
const LEFT_OUT: Receipt = { id: 'left-out', correlationId: 'left-out' };

/**
 * A Nest application under test, whose time and whose messages the test has in hand.
 *
 * It belongs to one test: create it, settle after each step, close it. It needs no test runner, and works with real and with
 * fake timers.
 *
 * @example
 * ```ts
 * const kit = await MailboxTestKit.create({ imports: [OrdersModule] });
 * const payment = kit.probe(PaymentActor);
 * kit.tell(new PlaceOrder('o-1', 2));
 * await kit.settle();
 * payment.expectOne(ChargeCard, { orderId: 'o-1' });
 * await kit.close();
 * ```
 */
export class MailboxTestKit<App extends INestApplicationContext = TestingModule> {
  /** The runtime of the application. */
  readonly runtime: MailboxRuntime;
  readonly #probes = new Map<string, Probe>();
  readonly #seen = new WeakSet<DeadLetter>();
  readonly #recorder: TraceRecorder;
  #closed: Promise<void> | undefined;

  static {
    kitOn = (stage, options) => MailboxTestKit.#on(stage, options);
  }

  private constructor(
    /** The application: what `application` has made, else the testing module. */
    readonly app: App,
    private readonly stage: Stage,
    private readonly options: KitOptions<App>,
  ) {
    this.runtime = this.get(MailboxRuntime);
    this.#recorder = new TraceRecorder(this.runtime);
    this.runtime.flow(); // recording begins with the first use
    stage.open(this.runtime);
  }

  /**
   * Puts an application together and starts it. `MailboxModule.forRoot()` is added unless an imported module brings it.
   *
   * @throws MailboxBootError when the application contradicts how actors work; UnknownActorError when it has no actor of a name in
   * `probes`; and what the application's own providers and hooks throw.
   */
  static async create<App extends INestApplicationContext = TestingModule>(
    options: KitOptions<App> = {},
  ): Promise<MailboxTestKit<App>> {
    return MailboxTestKit.#on(new Stage(clockOf(options.clock), options.scheduler), options);
  }

  static async #on<App extends INestApplicationContext>(
    stage: Stage,
    options: KitOptions<App>,
  ): Promise<MailboxTestKit<App>> {
    const app = await compileApplication(options, stage);
    const kit = new MailboxTestKit(app, stage, options);
    await kit.#start();
    return kit;
  }

  /** What is to go wrong with messages in this test. */
  get faults(): Faults {
    return this.stage.faults;
  }

  /** The time of the application. */
  get clock(): Clock {
    return this.stage.clock;
  }

  /** Gives the provider of a token, from whatever module. Actors are none that can be had: tell them, or probe them. */
  get<T>(token: InjectionToken<T>): T {
    return this.app.get<T>(token, { strict: false });
  }

  /** Sends a message to the actor that owns it; see `MailboxRuntime.tell`. */
  tell(message: object, options?: SendOptions | ActorContext): void {
    if (this.stage.allowsSend()) this.runtime.tell(message, options);
  }

  /** Sends a message as the application's edge does: validates it, and rejects when it is refused; see `MailboxRuntime.deliver`. */
  deliver(message: object, options?: SendOptions | ActorContext): Promise<Receipt> {
    return this.stage.allowsSend() ? this.runtime.deliver(message, options) : Promise.resolve(LEFT_OUT);
  }

  /** Sends an event to every subscriber; see `MailboxRuntime.publish`. */
  publish(event: object, options?: PublishOptions | ActorContext): void {
    if (this.stage.allowsSend()) this.runtime.publish(event, options);
  }

  /**
   * Makes an address.
   *
   * @throws UnknownActorError when the application has no such actor.
   */
  ref<A extends object>(actor: ActorClass<A> | string, key?: string): ActorRef<A> {
    return this.runtime.ref(actor, key);
  }

  /**
   * Goes on until nothing is queued, running or due. A timer or a retry that waits for the clock is not due, and a stashed message
   * waits for its actor: neither keeps it. What it then finds, or does not find, is exact.
   *
   * @throws NotSettledError past `maxSteps` or `withinMs`, naming what still moves.
   */
  async settle(options: SettleOptions = {}): Promise<void> {
    await new Settling(this.runtime, this.stage, this.#recorder, options).untilRest();
  }

  /**
   * Moves the manual clock. What falls due on the way fires in order of time, and the application settles before and after each;
   * a handler that stays pending meanwhile does not hold the clock, as it may be waiting for it. Settles at the end.
   *
   * @param ms Milliseconds, 0 or more.
   * @throws InvalidOptionsError when the kit's clock is not manual.
   * @throws NotSettledError past `maxSteps` or `withinMs`, which bound the whole of it.
   */
  async advance(ms: number, options: SettleOptions = {}): Promise<void> {
    const { clock } = this.stage;
    if (!(clock instanceof ManualClock)) {
      throw new InvalidOptionsError(
        'clock',
        "must be 'manual' for kit.advance(); with 'system', move your runner's fake timers and then settle",
      );
    }
    await new Settling(this.runtime, this.stage, this.#recorder, options).untilTime(
      clock,
      clock.timeAfter(ms),
    );
  }

  /**
   * Replaces an actor from now on, for the rest of the kit's life, and records what it is told. What is queued for it goes to the probe.
   *
   * A singleton has been activated when the kit was created; its name in `probes` replaces it before that.
   *
   * @param actor The actor's class or name. Asked again, the answer is the same probe.
   * @throws UnknownActorError when the application has no such actor.
   */
  probe(actor: ActorClass | string): Probe {
    return this.#replace(this.#nameOf(actor));
  }

  /**
   * Records what an actor is told from now on, and replaces nothing.
   *
   * @param actor The actor's class or name.
   * @throws UnknownActorError when the application has no such actor.
   */
  spy(actor: ActorClass | string): Spy {
    return new Spy(this.#nameOf(actor), this.runtime, this.#recorder);
  }

  /** The dead letters so far, the oldest first. Those that it gives have been looked at: they do not keep {@link close} from succeeding. */
  deadLetters(filter?: DeadLetterFilter): readonly DeadLetter[] {
    const letters = this.runtime.deadLetters.list(filter);
    for (const letter of letters) this.#seen.add(letter);
    return letters;
  }

  /**
   * Who told whom what, since the kit was created: the latest 10,000 messages, or the conversations among them that are asked for.
   * What the kit's own failures say ends with it.
   *
   * @example
   * ```ts
   * console.log(String(kit.trace({ key: 'o-1' }))); // a tree
   * console.log(kit.trace({ correlationId }).toMermaid()); // a sequence diagram
   * ```
   */
  trace(options?: TraceOptions): Trace {
    return this.#recorder.trace(options);
  }

  /**
   * Closes the application: what is queued is handled, every hook runs, no timer stays. A handler that is still running after a
   * second of real time is abandoned. Asked again, it answers with the same promise.
   *
   * @throws UnseenDeadLettersError for dead letters that {@link deadLetters} never gave, unless `unseenDeadLetters` is `ignore`.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #start(): Promise<void> {
    const { probes = [] } = this.options;
    try {
      for (const actor of probes) this.#replace(actorNameOf(actor));
      await drive(this.app.init(), this.runtime, this.stage);
      for (const actor of probes) this.ref(actor);
    } catch (error) {
      this.stage.close();
      await drive(this.app.close(), this.runtime, this.stage).catch(() => {}); // what failed first is what the test has to hear
      throw error;
    }
  }

  async #close(): Promise<void> {
    this.stage.close();
    await drive(this.app.close(), this.runtime, this.stage);
    if (this.options.unseenDeadLetters === 'ignore') return;
    const unseen = this.runtime.deadLetters.list().filter((letter) => !this.#seen.has(letter));
    const failures = unseen.filter((letter) => !isNoSurprise(letter));
    if (failures.length === 0) return;
    const trace = this.#recorder.traceOf(failures.map(({ envelope }) => envelope));
    throw new UnseenDeadLettersError(failures, trace);
  }

  #replace(name: string): Probe {
    const probe = this.#probes.get(name) ?? new Probe(name, this.runtime, this.#recorder);
    this.#probes.set(name, probe);
    this.stage.standIns.replace(name);
    return probe;
  }

  /** @throws UnknownActorError */
  #nameOf(actor: ActorClass | string): string {
    return Address.actorOf(String(this.ref(actor)));
  }
}

/**
 * A message that still waited when the test was over, stashed or behind another: no failure, and nobody can have looked at it. Or one
 * that the test itself has lost.
 */
function isNoSurprise({ reason, envelope }: DeadLetter): boolean {
  return reason === 'rehearsed' || (reason === 'shutdown' && envelope.attempt === 0);
}

function clockOf(clock: KitOptions['clock'] = 'manual'): DrivenClock {
  if (clock === 'system') return new MachineClock();
  return clock === 'manual' ? new ManualClock() : clock;
}
