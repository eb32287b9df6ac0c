import {
  type ActivationContext,
  type ActorContext,
  type Envelope,
  StaleContextError,
} from '../../lib/runtime/index.js';
import type { Line } from './line.js';
import { type Job, jobFor, Tick } from './jobs.js';
import type { Birth, Death, Deed, Shape, Target } from './scenario.js';

/** What takes effect in the middle of a handler. */
type Act = Exclude<Deed, { readonly do: 'wait' | 'throw' | 'return' | 'stash' }>;

/** What players ask of the stage that they are on. */
export interface Stagehand {
  readonly now: number;
  readonly isDraining: boolean;
  /** The drain is over: whoever still runs was abandoned. */
  readonly isClosed: boolean;
  /** The caller of a verb is on the stack. */
  readonly isCalling: boolean;
  readonly drainTimeoutMs: number;
  deedsOf(job: Job, envelope: Envelope): readonly Deed[];
  /** Ends when the scheduler says so. */
  wait(label: string): Promise<void>;
  isInFlight(job: Job): boolean;
  /** Whether a handler may still send, or set a timer: a scenario has to end. */
  maySend(): boolean;
  spotOf(address: string): Spot;
  nextDeath(shape: Shape): Death;
  /** Whether an instance of this shape may be ended to make room for another. */
  isCrowded(shape: Shape): boolean;
  violate(problem: string): void;
}

/** What the stage knows of one address. */
export interface Spot {
  readonly line: Line<Job>;
  readonly inFlight: Map<Job, number>;
  player: Player | undefined;
  /** When it failed to activate, or had to be restarted. */
  readonly setbacks: number[];
}

let players = 0;
let timers = 0;

/** One instance of an actor. It does what its messages say, and checks that it is asked to only when it may be. */
export class Player {
  readonly number = (players += 1);
  state: 'made' | 'live' | 'leaving' | 'ended' = 'made';
  /** Supervision must end it before the next message. */
  isDoomed = false;
  readonly timers = new Map<string, number>();
  busy: Job | undefined;
  lastBusyAt = 0;
  /** Attempts so far. */
  plays = 0;
  #leftAt = 0;
  #wantsToLeave = false;
  #spot!: Spot;

  constructor(
    private readonly stage: Stagehand,
    readonly shape: Shape,
    readonly birth: Birth,
  ) {}

  /** Nothing keeps it from being passivated. */
  get isIdle(): boolean {
    return this.state === 'live' && this.timers.size === 0 && this.#spot.line.isEmpty;
  }

  onActivate(context: ActivationContext): Promise<void> | void {
    this.#spot = this.stage.spotOf(String(context.self));
    const { player } = this.#spot;
    if (player !== undefined && player.state !== 'ended' && !player.isAbandoned)
      this.stage.violate('activated while its predecessor lives');
    this.#spot.player = this;
    if (this.birth === 'later' || this.birth === 'fails later')
      return this.stage.wait('onActivate').then(() => this.#activated(context));
    this.#activated(context);
  }

  onDeactivate(context: ActivationContext): Promise<void> | void {
    this.#mayLeave();
    this.state = 'leaving';
    this.#leftAt = this.stage.now;
    if (!this.stage.isDraining) this.#spot.line.unstash(); // during a drain what is stashed ends as a dead letter
    const death = this.stage.nextDeath(this.shape);
    const end = (): void => {
      if (death === 'tells its successor')
        this.#tell(context, context.key === undefined ? 'clerk' : 'order', context.key ?? '', 0);
      if (death.startsWith('fails')) throw new Error('onDeactivate fails');
    };
    if (death === 'later' || death === 'fails later') return this.stage.wait('onDeactivate').then(end);
    end();
  }

  /** The handler of every message. */
  perform(job: Job, context: ActorContext): unknown {
    const { attempt, redriven } = context.envelope;
    this.#mayHandle(job, attempt, redriven);
    this.#spot.line.entered(job, attempt);
    this.busy = job;
    this.plays += 1;
    return this.#play(job, context, this.stage.deedsOf(job, context.envelope), 0, false);
  }

  get isAbandoned(): boolean {
    return (
      this.stage.isClosed ||
      (this.state === 'leaving' && this.stage.now - this.#leftAt >= this.stage.drainTimeoutMs)
    );
  }

  #activated(context: ActivationContext): void {
    if (this.birth === 'fails later') throw new Error('onActivate fails');
    if (this.stage.isClosed) return;
    this.state = 'live';
    this.lastBusyAt = this.stage.now;
    if (this.birth === 'sets a timer') this.#setTimer(context, { do: 'once', name: 'x', ms: 10, plan: 0 });
  }

  #mayHandle(job: Job, attempt: number, redriven: number): void {
    const violate = (problem: string): void => this.stage.violate(problem);
    if (this.stage.isClosed) violate('a handler began after the drain');
    if (this.stage.isCalling) violate("a handler ran inside the caller's stack");
    if (this.state !== 'live') violate(`an instance that is ${this.state} was given a message`);
    if (this.isDoomed) violate('an instance that supervision must end was given another message');
    if (this.#wantsToLeave && attempt === 1)
      violate('an instance that asked to be passivated was given another message');
    if (this.busy !== undefined) violate('two messages at a time');
    if (!(job instanceof Tick) || redriven > 0 || attempt > 1) return;
    if (job.player !== this.number) violate('a tick reached a successor');
    else if (this.timers.get(job.name) !== job.timer) violate('a tick came of a timer that was cancelled');
    if (this.stage.now < job.dueAt) violate('a tick came early');
    if (job.isOnce) this.timers.delete(job.name);
  }

  /** Passivation that nobody asked for needs a reason. */
  #mayLeave(): void {
    const { stage, shape } = this;
    if (this.busy !== undefined) stage.violate('deactivated while a handler runs');
    if (this.#wantsToLeave || this.isDoomed || stage.isDraining) return;
    if (!this.isIdle) stage.violate('passivated although it was not idle');
    const hasExpired =
      shape.idleTimeoutMs !== undefined && stage.now - this.lastBusyAt >= shape.idleTimeoutMs;
    if (!hasExpired && !stage.isCrowded(shape)) stage.violate('passivated for no reason');
  }

  #play(job: Job, context: ActorContext, deeds: readonly Deed[], from: number, isStashing: boolean): unknown {
    try {
      for (let index = from; index < deeds.length; index += 1) {
        const deed = deeds[index] as Deed;
        if (deed.do === 'throw') throw new Error(`handler fails`);
        if (deed.do === 'wait') {
          const goOn = (): unknown => this.#play(job, context, deeds, index + 1, isStashing);
          return this.stage.wait('handler').then(goOn);
        }
        if (deed.do === 'return') {
          this.#left();
          return 'a value';
        }
        if (deed.do !== 'stash') this.#act(deed, context);
        else if (!(job instanceof Tick)) {
          context.stash(); // a tick could reach a successor with the stash
          isStashing = true;
        }
      }
    } catch (error) {
      if (error instanceof StaleContextError && !this.isAbandoned)
        this.stage.violate('a context was stale during its attempt');
      this.#left();
      throw error;
    }
    this.#left();
    if (isStashing && !this.stage.isClosed) this.#spot.line.setAside();
    return undefined;
  }

  #left(): void {
    this.busy = undefined;
    this.lastBusyAt = this.stage.now;
  }

  #act(deed: Act, context: ActorContext): void {
    switch (deed.do) {
      case 'unstash':
        context.unstashAll();
        this.#spot.line.unstash();
        break;
      case 'passivate':
        context.passivate();
        if (context.key !== undefined) this.#wantsToLeave = true;
        break;
      case 'once':
      case 'every':
        this.#setTimer(context, deed);
        break;
      case 'cancel':
        context.schedule.cancel(deed.name);
        this.timers.delete(deed.name);
        break;
      case 'tell':
        this.#tell(context, deed.to, deed.key, deed.plan);
        break;
      case 'escape':
        void this.#escape(context, deed);
    }
  }

  /** Work that nobody awaits. If its handler has settled meanwhile, what it sends is not accepted. */
  async #escape(
    context: ActivationContext,
    { to, key, plan }: Extract<Act, { readonly key: string }>,
  ): Promise<void> {
    const { plays } = this;
    await this.stage.wait('escaped work');
    const hasSettled = this.busy === undefined || this.plays !== plays;
    const job = this.#tell(context, to, key, plan);
    if (job !== undefined && hasSettled && this.stage.isInFlight(job))
      this.stage.violate('a context was used after its handler had settled');
  }

  #setTimer(context: ActivationContext, deed: Extract<Deed, { do: 'once' | 'every' }>): void {
    if (!this.stage.maySend()) return;
    const timer = (timers += 1);
    const isOnce = deed.do === 'once';
    const ms = isOnce ? deed.ms : deed.ms + 5;
    const tick = new Tick(
      context.key ?? '',
      deed.plan,
      this.number,
      timer,
      deed.name,
      isOnce,
      this.stage.now + ms,
    );
    context.schedule[deed.do](deed.name, ms, tick);
    if (!this.stage.isDraining) this.timers.set(deed.name, timer);
  }

  #tell(context: ActivationContext, to: Target, key: string, plan: number): Job | undefined {
    if (!this.stage.maySend()) return undefined;
    const job = jobFor(to, key, plan);
    if (to === 'both') context.publish(job);
    else context.tell(job);
    return job;
  }
}
