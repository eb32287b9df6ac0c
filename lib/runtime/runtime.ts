import { randomBytes } from 'node:crypto';
import type { Observable } from 'rxjs';
import type { ActivationContext, PublishOptions } from './actor-context.js';
import type { ActorClass, ActorDefinition } from './actor-definition.js';
import type { ActorRef } from './actor-ref.js';
import { ActorSystem, type RuntimeState, type RuntimeWorld } from './actor-system.js';
import type { Activity } from './activity.js';
import { systemClock } from './clock.js';
import type { DeadLetters } from './dead-letters.js';
import { GuardedLogger } from './guarded-logger.js';
import type { MailboxInstrumentation } from './instrumentation.js';
import { consoleLogger } from './logger.js';
import { FlowRecorder, type MessageFlow } from './message-flow.js';
import { DEFAULT_OPTIONS, type RuntimeOptions } from './options.js';
import type { Refusal } from './refusal.js';
import type { Room } from './room.js';
import type { Receipt, SendOptions } from './send-options.js';
import type { ActorMeasures, Snapshot } from './snapshot.js';

/**
 * What goes on in a runtime and does not wait for its clock, a line each: the cells whose turn comes, and the promises that
 * handlers and lifecycle methods wait for. For the testing kit; no entry of the library exports it.
 */
export let movementOf: (runtime: MailboxRuntime) => readonly string[];

/** How many attempts at a message each actor has finished, by its name. For the testing kit; no entry of the library exports it. */
export let attemptsOf: (runtime: MailboxRuntime) => ReadonlyMap<string, number>;

/**
 * Looks at all handlers that are pending, reports those that seem to wait for an answer behind them, and says so, a sentence each. For
 * the testing kit; no entry of the library exports it.
 */
export let suspectReplyWaits: (runtime: MailboxRuntime) => readonly string[];

/** Crashes a runtime, and starts it again. For the testing kit; no entry of the library exports it. */
export let crash: (runtime: MailboxRuntime) => Promise<void>;

/** A ref that may be made before its actor is known. For the wiring; no entry of the library exports it. */
export let lazyRef: (runtime: MailboxRuntime, actor: string) => ActorRef;

/** How long messages of each actor waited, and how long their handlers took. For the telemetry; no entry of the library exports it. */
export let measuresOf: (runtime: MailboxRuntime) => readonly ActorMeasures[];

/** How much room `deliver` would find, or what it would reject with. For the ingress; no entry of the library exports it. */
export let roomFor: (runtime: MailboxRuntime, message: object, key: string | undefined) => Room | Refusal;

/**
 * Runs actors in memory. Injectable in a Nest application; alone, it takes definitions.
 *
 * @example
 * ```ts
 * const runtime = new MailboxRuntime();
 * runtime.register([definition]);
 * await runtime.start();
 * runtime.tell(new PlaceOrder({ orderId: 'o-1' }));
 * await runtime.drain();
 * ```
 */
export class MailboxRuntime {
  readonly #system: ActorSystem;
  #flow: FlowRecorder | undefined;

  static {
    lazyRef = (runtime, actor) => runtime.#system.lazyRef(actor);
    attemptsOf = (runtime) =>
      new Map(
        runtime.#system.router.actors.map(({ definition, counters, handled }) => [
          definition.name,
          handled + counters.failed,
        ]),
      );
    suspectReplyWaits = (runtime) => runtime.#system.replyWaits.judgeAll();
    crash = (runtime) => runtime.#system.crash();
    roomFor = (runtime, message, key) => runtime.#system.sender.roomFor(message, key);
    measuresOf = (runtime) =>
      runtime.#system.router.actors.map(({ definition: { name: actor }, waits, durations }) => ({
        actor,
        waits,
        durations,
      }));
    movementOf = (runtime) => [
      ...Array.from(
        runtime.#system.scheduler.waiting,
        ({ address }) => `${String(address)} waits for its turn`,
      ),
      ...Array.from(
        runtime.#system.watch.pending,
        ({ cell }) => `${cell.business} is pending at ${String(cell.address)}`,
      ),
    ];
  }

  /**
   * @param options Resolved options; see {@link resolveOptions}.
   * @param world What replaces the machine's clock, randomness, and the console.
   */
  constructor(options: RuntimeOptions = DEFAULT_OPTIONS, world: Partial<RuntimeWorld> = {}) {
    this.#system = new ActorSystem(options, {
      clock: world.clock ?? systemClock,
      logger: GuardedLogger.over(world.logger ?? consoleLogger),
      random: world.random ?? Math.random,
      idPrefix: world.idPrefix ?? randomBytes(6).toString('hex'),
      turns: world.turns,
      passage: world.passage,
    });
  }

  /** Where the runtime is in its life. */
  get state(): RuntimeState {
    return this.#system.state;
  }

  /** The dead letters of this process. */
  get deadLetters(): DeadLetters {
    return this.#system.deadLetters;
  }

  /** What the runtime does, as it does it. Costs nothing while nobody listens. */
  get activity(): Observable<Activity> {
    return this.#system.activity.observable;
  }

  /**
   * Lets somebody look on, and wrap what is sent and handled: see {@link MailboxInstrumentation}. The first one is the outermost. In a
   * Nest application a provider does it in its constructor.
   *
   * @throws RuntimeStateError when the actors are known already.
   */
  instrument(instrumentation: MailboxInstrumentation): void {
    this.#system.instrument(instrumentation);
  }

  /**
   * Makes actors known; may be called again. What was told before the first call is routed now.
   *
   * @throws InvalidDefinitionError for two actors of one name, or two owners of one message type.
   */
  register(definitions: readonly ActorDefinition[]): void {
    this.#system.register(definitions);
  }

  /**
   * Activates the singletons, and lets actors handle what they are told.
   *
   * @throws ActivationError when a singleton could not be activated; the others are deactivated again.
   * @throws RuntimeStateError when the runtime was started before.
   */
  start(): Promise<void> {
    return this.#system.start();
  }

  /**
   * Handles what is queued and what its handlers tell, takes nothing new from outside, runs every `onDeactivate`, and ends. At the
   * deadline what is left becomes dead letters `shutdown`. Asked again, it answers with the same promise.
   *
   * @param options.timeoutMs Default: the option `drainTimeoutMs`.
   */
  drain(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    return this.#system.drain(options.timeoutMs);
  }

  /**
   * Sends a message to the actor that owns it. Never waits, and never throws for a delivery condition: what is not accepted
   * becomes a dead letter.
   *
   * @param options Facts about the send; or the handler's context, which makes it that handler's send.
   * @throws TypeError when the message is no object.
   */
  tell(message: object, options?: SendOptions | ActivationContext): void {
    this.#system.verbsNow().tell(message, options);
  }

  /**
   * Sends a message from the edge of the application: checks it against its schema, and resolves when its mailbox has accepted
   * it. Never waits for space, nor for handling: the next line must not expect that the handler has run.
   *
   * @throws InvalidMessageError, NoRecipientError, InvalidKeyError, MailboxFullError, MailboxClosedError,
   * ActorStoppedError or, with the context of a handler that has settled, StaleContextError: as a rejection.
   */
  deliver(message: object, options?: SendOptions | ActivationContext): Promise<Receipt> {
    return this.#system.verbsNow().deliver(message, options);
  }

  /**
   * Sends an event to every actor that subscribes to it, each accepting or refusing on its own. With no subscriber it is counted
   * as unheard.
   *
   * @throws TypeError when the event is no object.
   */
  publish(event: object, options?: PublishOptions | ActivationContext): void {
    this.#system.verbsNow().publish(event, options);
  }

  /**
   * Makes an address.
   *
   * @param actor The actor's class or name.
   * @param key Of one instance of a keyed actor; without it the messages' own keys decide.
   * @throws UnknownActorError when the application has no such actor.
   */
  ref<A extends object>(actor: ActorClass<A> | string, key?: string): ActorRef<A> {
    return this.#system.ref(actor, key);
  }

  /** Counters, depths, ages and percentiles, now. */
  snapshot(): Snapshot {
    return this.#system.snapshot();
  }

  /**
   * Who tells whom what, from real traffic. Counting begins with the first call, which answers with an empty graph; a kit makes it
   * when it is created. From then on each message costs about as much more as a listener to {@link activity} does.
   */
  flow(): MessageFlow {
    this.#flow ??= new FlowRecorder(this.activity, this.#system.clock.now());
    return this.#flow.flow();
  }
}
