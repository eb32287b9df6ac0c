import type { ActorCell } from './actor-cell.js';
import { HookContext, occasionOf } from './actor-context.js';
import { ActorStoppedError, describeError } from './errors.js';
import { activate, type Activated, deactivate, type EndingLimit } from './lifecycle-methods.js';
import { Restarts } from './restarts.js';
import { seal } from './seal.js';
import { errorFrom } from './thrown.js';
import { Timers } from './timers.js';

/** What is to happen before the next message is taken. */
type Wish = 'none' | 'activate' | 'passivate' | 'passivate-if-idle';

/**
 * The instance of a cell, from activation to its end: created, restarted, passivated, stopped.
 *
 * Methods that return a boolean take one step: true means go on, false that something is pending, paused, or at rest.
 */
export class Life {
  /** The context of the lifecycle method that is going on. */
  hook: HookContext | undefined = undefined;
  #wish: Wish = 'none';
  #timers: Timers | undefined = undefined;
  #restarts: Restarts | undefined = undefined;
  /** Why the last activation failed, while it has not been made good. */
  #failure: { readonly error: unknown } | undefined = undefined;
  /** Ends the wait for `onDeactivate`, or for the activation at start, while there is one. */
  #giveUp: (() => void) | undefined = undefined;

  constructor(private readonly cell: ActorCell) {}

  /** Whether the instance lives, and nothing else comes before the next message. */
  get isReady(): boolean {
    return this.cell.instance !== undefined && this.#wish === 'none';
  }

  /** Whether it knows nothing that the cell does not: then the cell need not keep it. */
  get isBlank(): boolean {
    return this.isReady && !this.hasTimers && this.#restarts === undefined && this.#failure === undefined;
  }

  get hasTimers(): boolean {
    return this.#timers !== undefined && !this.#timers.isEmpty;
  }

  get timers(): Timers {
    this.#timers ??= new Timers(this.cell.actor.system.clock, () => {
      this.cell.hasPrior = true;
      this.cell.wake();
    });
    return this.#timers;
  }

  /** Whether a timer's tick waits to be handled. */
  get hasDue(): boolean {
    return this.#timers !== undefined && this.#timers.hasDue;
  }

  cancelTimer(name: string): void {
    this.#timers?.cancel(name);
  }

  wish(wish: Wish): void {
    this.#wish = wish;
    this.cell.hasPrior = true;
  }

  step(): boolean {
    const wish = this.#wish;
    this.#wish = 'none';
    if (this.cell.instance !== undefined) {
      if (wish === 'passivate-if-idle' && this.cell.hasWork) return true;
      return this.#deactivate('passivated');
    }
    if (this.#failure !== undefined && this.cell.actor.system.state === 'draining') {
      this.cell.inbox.bury('shutdown', [this.#failure.error]); // a drain has no time for a second try
      if (this.cell.hasWork) return true;
    } else if (wish === 'activate' || this.cell.hasWork) {
      return this.#activate();
    }
    this.cell.rest();
    return false;
  }

  /** Activates a singleton when the application starts: one try, and whoever starts hears of a failure. */
  begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      const failed = (error: unknown): true => {
        this.#failed(error);
        reject(error);
        return true;
      };
      this.#giveUp = () => failed(new Error('the drain reached its deadline'));
      this.#create((instance) => {
        this.#giveUp = undefined;
        resolve();
        return this.#activated(instance);
      }, failed);
    });
  }

  /** Acts after a message failed for good. */
  supervise(): boolean {
    const { onFailure } = this.cell.actor.supervision;
    if (onFailure === 'resume') return true;
    return onFailure === 'restart' ? this.#restart() : this.#stop();
  }

  endTimers(): void {
    this.#timers?.cancelAll();
  }

  /** Nobody waits any longer, neither for a timer nor for a lifecycle method. */
  abandon(): void {
    this.endTimers();
    this.#giveUp?.();
  }

  #activate(): boolean {
    this.cell.actor.makeRoom();
    return this.#create(
      (instance) => this.#activated(instance),
      (error) => this.#activationFailed(error),
    );
  }

  /** Makes an instance and calls its `onActivate`; then goes on with what is given, at once or when that has settled. */
  #create(onActivated: (instance: object) => boolean, onFailed: (error: unknown) => boolean): boolean {
    const { definition } = this.cell.actor;
    const failed = (thrown: unknown): boolean =>
      onFailed(errorFrom(thrown, `the activation of ${definition.className}`, definition.classes));
    try {
      const started = activate(definition.create(), () => this.#openHook());
      if ('instance' in started) return onActivated(started.instance);
      this.cell.suspension.await(started, (done) => onActivated((done as Activated).instance), failed);
      return false;
    } catch (error) {
      return failed(error);
    }
  }

  #activated(instance: object): true {
    this.#closeHook();
    this.cell.instance = instance;
    this.#failure = undefined;
    const { actor } = this.cell;
    actor.instances += 1;
    actor.relieve();
    this.cell.report('activated', undefined, {
      detail: actor.isCrowded
        ? `${actor.instances} instances live, more than maxInstances; none is idle`
        : undefined,
    });
    return true;
  }

  #failed(error: unknown): void {
    this.#closeHook();
    this.endTimers();
    this.#failure = { error };
  }

  #activationFailed(error: unknown): boolean {
    this.#failed(error);
    const { actor, address } = this.cell;
    this.cell.report('activation-failed', undefined, { error });
    actor.system.logger.error(
      `${String(address)} could not be activated, its messages wait: ${describeError(error)}`,
      { error },
    );
    if (actor.system.state === 'draining') return true;
    this.#wish = actor.isKeyed ? 'none' : 'activate';
    const pauseMs = this.#nextPause();
    return pauseMs === undefined ? this.#stop([error]) : this.#pause(pauseMs);
  }

  #restart(): boolean {
    const pauseMs = this.#nextPause();
    if (pauseMs === undefined) return this.#stop();
    this.#end();
    this.#wish = this.cell.actor.system.state === 'draining' ? 'none' : 'activate';
    this.cell.report('restarted');
    return this.#pause(pauseMs);
  }

  /** The pause before the next activation; undefined: there were too many. */
  #nextPause(): number | undefined {
    const { supervision, system } = this.cell.actor;
    this.#restarts ??= new Restarts();
    return this.#restarts.next(system.clock.now(), supervision, system.random);
  }

  #pause(pauseMs: number): boolean {
    if (pauseMs === 0 || this.cell.actor.system.state === 'draining') return true;
    this.cell.suspension.pause(pauseMs);
    return false;
  }

  #stop(errors: readonly unknown[] = [new ActorStoppedError(String(this.cell.address))]): boolean {
    const { actor, address } = this.cell;
    this.#wish = 'none';
    this.#failure = undefined;
    actor.stop();
    this.endTimers();
    this.cell.inbox.bury('actor-stopped', errors);
    const until = actor.isKeyed
      ? 'its next message activates it anew'
      : 'it takes nothing until the process starts again';
    actor.system.logger.error(`${String(address)} was stopped by its supervision; ${until}`);
    if (this.cell.instance !== undefined) return this.#deactivate('stopped');
    this.cell.report('stopped');
    return true;
  }

  #deactivate(outcome: 'passivated' | 'stopped'): boolean {
    const { actor, inbox } = this.cell;
    this.endTimers();
    if (actor.system.state === 'draining') inbox.buryStashed('shutdown');
    else if (outcome === 'passivated') inbox.unstash(); // nobody else would ever bring it back
    actor.leaving += 1;
    const ending = deactivate(this.cell.instance as object, () => this.#openHook(), this.#endingLimit());
    if (ending === undefined) return this.#left(outcome);
    this.#giveUp = ending.giveUp;
    const go = (): boolean => this.#left(outcome);
    this.cell.suspension.await(ending.ended, go, go);
    return false;
  }

  /** `onDeactivate` gets what is left of the drain; at any other time as much as a whole one. */
  #endingLimit(): EndingLimit {
    const { actor, address } = this.cell;
    const { clock, drainDeadline, logger, options, state } = actor.system;
    const limitMs = state === 'draining' ? Math.max(0, drainDeadline - clock.now()) : options.drainTimeoutMs;
    const where = `${actor.definition.className}.onDeactivate of ${String(address)}`;
    return {
      clock,
      limitMs,
      onProblem: (problem, thrown) =>
        logger.error(`${where} ${problem}`, {
          error: thrown === undefined ? undefined : errorFrom(thrown, where, actor.definition.classes),
        }),
    };
  }

  #left(outcome: 'passivated' | 'stopped'): true {
    this.#closeHook();
    this.#giveUp = undefined;
    this.cell.actor.leaving -= 1;
    this.#end();
    this.cell.report(outcome);
    return true;
  }

  #openHook(): HookContext {
    return (this.hook = new HookContext(this.cell, seal));
  }

  #closeHook(): void {
    if (this.hook !== undefined) occasionOf(this.hook).isOver = true;
    this.hook = undefined;
  }

  #end(): void {
    this.endTimers();
    this.cell.instance = undefined;
    this.cell.hasPrior = true;
    this.cell.actor.instances -= 1;
  }
}
