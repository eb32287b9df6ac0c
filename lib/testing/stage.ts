import type {
  ActorContext,
  ActorDefinition,
  HandlerDefinition,
  MailboxLogger,
  MailboxRuntime,
} from '../runtime/index.js';
import { crash } from '../runtime/runtime.js';
import type { DrivenClock } from './driven-clock.js';
import { EscapedControlError } from './errors.js';
import { Escapes } from './escapes.js';
import { FaultInjector } from './fault-injector.js';
import { Faults } from './faults.js';
import { KitTurns } from './kit-turns.js';
import { ManualClock } from './manual-clock.js';
import { StandIns } from './stand-ins.js';
import type { TestScheduler } from './test-scheduler.js';

/** Is told of each call of a handler, before it begins. */
export type OnCall = (label: string, address: string, message: object, instance: object) => void;

/** Everything around an application under test that is not the application: its time, its turns, its faults, its stand-ins. */
export class Stage {
  readonly standIns = new StandIns();
  readonly faults = new Faults();
  readonly escapes = new Escapes();
  readonly turns: KitTurns;
  readonly injector: FaultInjector;
  /** Whether everything is decided here: time and turns. Then a handler may wait for nothing else. */
  readonly isControlled: boolean;
  onCall: OnCall | undefined;
  /** Is told of each message before it is accepted. */
  onSend: ((message: object) => void) | undefined;
  /** The actors of the application, once it has been put together. */
  definitions: readonly ActorDefinition[] = [];
  #sends = 0;
  #runtime: MailboxRuntime | undefined;

  constructor(
    readonly clock: DrivenClock,
    scheduler: TestScheduler | undefined,
    /** Replaces Nest's. */
    readonly logger?: MailboxLogger,
    /** Which sends of the test are left out, counted from 1. */
    private readonly without: readonly number[] = [],
  ) {
    this.isControlled = scheduler !== undefined && clock instanceof ManualClock;
    this.turns = new KitTurns(clock, scheduler);
    this.injector = new FaultInjector(
      this.faults,
      clock,
      () => this.turns.arrange(),
      async () => this.#runtime && crash(this.#runtime),
    );
    this.turns.between(this.injector);
    this.injector.onArrival = ({ message, type }) => {
      if (this.isControlled) this.escapes.sent(type);
      this.onSend?.(message);
    };
  }

  /** How often the test has sent something. */
  get sends(): number {
    return this.#sends;
  }

  /** Counts a send of the test, and answers whether it is made. */
  allowsSend(): boolean {
    this.#sends += 1;
    return !this.without.includes(this.#sends);
  }

  /** The runtime has been made that all this stands around. */
  open(runtime: MailboxRuntime): void {
    this.#runtime = runtime;
    runtime.activity.subscribe(({ type, envelope }) => {
      if (type === 'handled' && envelope !== undefined) this.injector.handled(envelope);
    });
    if (this.isControlled) this.escapes.start();
  }

  /** Nothing goes wrong any more, and nothing is watched. */
  close(): void {
    this.injector.end();
    this.turns.release();
    this.escapes.stop();
  }

  /** The hook that the wiring calls with what it has found. */
  readonly pass = (definitions: readonly ActorDefinition[]): readonly ActorDefinition[] => {
    this.definitions = [...this.definitions, ...definitions];
    return this.standIns.pass(definitions.map((definition) => this.#observed(definition)));
  };

  /**
   * @throws EscapedControlError when a handler has waited for something that nobody here decides on.
   * @throws what has ended all turns, if anything has.
   */
  check(): void {
    const { found } = this.escapes;
    if (found.length > 0) throw new EscapedControlError(found);
    const { failure } = this.turns;
    if (failure !== undefined) throw failure.error;
  }

  #observed(definition: ActorDefinition): ActorDefinition {
    const observed = (handler: HandlerDefinition): HandlerDefinition => {
      const label = `${definition.className}.${handler.method}`;
      const around = (instance: object, message: object, context: ActorContext): unknown => {
        this.onCall?.(label, String(context.self), message, instance);
        this.injector.failIfDue(message, context);
        const given = (handler.takesContext === false ? undefined : context) as ActorContext;
        const call = (): unknown => handler.invoke.call(instance, message, given);
        return this.isControlled ? this.escapes.watch(label, call) : call();
      };
      return {
        ...handler,
        takesContext: true,
        invoke(message, context) {
          return around(this, message, context);
        },
      };
    };
    return { ...definition, handlers: definition.handlers.map(observed) };
  }
}
