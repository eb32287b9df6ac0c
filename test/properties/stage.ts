import type fc from 'fast-check';
import type { Activity, ActorContext, ActorDefinition, Envelope } from '../../lib/runtime/index.js';
import { actor, expectIdentity, subscribe, handle, turnOfTheLoop, Universe } from '../universe.js';
import { ClerkJob, Job, jobFor, OrderJob, Shout, Tick } from './jobs.js';
import { Line } from './line.js';
import { Player, type Spot, type Stagehand } from './player.js';
import { Recent } from './recent.js';
import type { Birth, Deed, Death, Scenario, Shape, Step } from './scenario.js';

/** Sends and timers of handlers, so that no scenario goes on for ever. */
const MOST_SENDS = 60;

/** After so many attempts a job does nothing any more: two that stash and unstash each other would never end. */
const MOST_PLAYS = 6;

const DRAIN_TIMEOUT_MS = 200;
const SUPERVISION_WINDOW_MS = 200;

type Role = 'order' | 'clerk';

/**
 * A runtime with two actors, and everything that may be checked from outside while it lives: it follows the activities and the
 * players, and keeps its own books of every mailbox.
 */
export class Stage implements Stagehand {
  readonly universe: Universe;
  readonly drainTimeoutMs = DRAIN_TIMEOUT_MS;
  readonly #violations: string[] = [];
  readonly #spots = new Map<string, Spot>();
  readonly #players: Player[] = [];
  readonly #recent: Readonly<Record<Role, Recent | undefined>>;
  readonly #births = { order: 0, clerk: 0 };
  readonly #expiresAt = new Map<Job, number>();
  readonly #plays = new Map<Job, number>();
  #deaths = 0;
  #sends = 0;
  #isCalling = false;
  #hasStarted = false;
  #drained: Promise<void> | undefined;
  #drainBegan = 0;
  #drainEnded = 0;
  #hasActivationFailed = false;
  /** Accepted messages that a drain which ended in time left behind. */
  readonly #leftBehind: string[] = [];

  constructor(
    readonly scenario: Scenario,
    private readonly scheduler: fc.Scheduler,
  ) {
    this.universe = new Universe({
      freeze: 'off',
      drainTimeoutMs: DRAIN_TIMEOUT_MS,
      supervision: { withinMs: SUPERVISION_WINDOW_MS },
    });
    this.#recent = {
      order: scenario.order.deduplicate && new Recent(scenario.order.deduplicate.size),
      clerk: scenario.clerk.deduplicate && new Recent(scenario.clerk.deduplicate.size),
    };
    const { runtime } = this.universe;
    runtime.activity.subscribe((activity) => this.#observe(activity));
    runtime.register([this.#actor('order', OrderJob), this.#actor('clerk', ClerkJob)]);
  }

  get now(): number {
    return this.universe.clock.now();
  }

  get isDraining(): boolean {
    return this.universe.runtime.state === 'draining' || this.isClosed;
  }

  get isClosed(): boolean {
    return this.universe.runtime.state === 'closed';
  }

  get isCalling(): boolean {
    return this.#isCalling;
  }

  /** @throws Error naming the first violation so far. */
  check(): void {
    if (this.#violations.length > 0) throw new Error(this.#violations[0]);
  }

  violate(problem: string): void {
    this.#violations.push(problem);
  }

  deedsOf(job: Job, { attempt, redriven }: Envelope): readonly Deed[] {
    if (redriven === 0 && (this.#expiresAt.get(job) ?? Infinity) <= this.now)
      this.violate('an expired message was handled');
    const plays = (this.#plays.get(job) ?? 0) + 1;
    this.#plays.set(job, plays);
    if (plays > MOST_PLAYS) return [];
    const plan = this.scenario.plans[job.plan] ?? [[]];
    return plan[Math.min(attempt, plan.length) - 1] ?? [];
  }

  wait(label: string): Promise<void> {
    return this.scheduler.schedule(Promise.resolve(), label);
  }

  isInFlight(job: Job): boolean {
    return [...this.#spots.values()].some(({ inFlight }) => inFlight.has(job));
  }

  maySend(): boolean {
    return (this.#sends += 1) <= MOST_SENDS;
  }

  spotOf(address: string): Spot {
    let spot = this.#spots.get(address);
    if (spot === undefined) {
      const { capacity } = this.scenario[roleOf(address)];
      const line = new Line<Job>(capacity, (problem) => this.violate(`${address}: ${problem}`));
      this.#spots.set(address, (spot = { line, inFlight: new Map(), player: undefined, setbacks: [] }));
    }
    return spot;
  }

  nextDeath(shape: Shape): Death {
    return shape.deaths[(this.#deaths += 1) % shape.deaths.length] as Death;
  }

  isCrowded(shape: Shape): boolean {
    return (
      this.#players.filter((player) => player.shape === shape && player.state === 'live').length >=
      shape.maxInstances
    );
  }

  /** Does one step of the scenario, and looks around when everything has come to rest. */
  async step(step: Step): Promise<void> {
    const { universe } = this;
    if (step.step === 'send') return this.#send(step);
    if (step.step === 'advance') await this.#advance(step.ms);
    if (step.step === 'release') await this.release(step.count);
    if (step.step === 'redrive') {
      const [letter] = universe.runtime.deadLetters.list();
      if (letter !== undefined) universe.runtime.deadLetters.redrive(step.by === 'id' ? letter.id : {});
    }
    if (step.step === 'discard') universe.runtime.deadLetters.discard({ reason: 'expired' });
    await this.#quiet();
    this.lookAround();
  }

  /** Lets tasks that wait for the scheduler end, one after the other, in the order that it chooses. */
  async release(count: number): Promise<void> {
    for (let left = count; left > 0 && this.scheduler.count() > 0; left -= 1) {
      await this.scheduler.waitNext(1);
      await this.#quiet();
    }
  }

  /** Begins to start the runtime; its singletons may take their time. */
  start(): void {
    const begun = (hasFailed: boolean): void => {
      this.#hasStarted = true;
      this.#hasActivationFailed ||= hasFailed;
    };
    this.universe.runtime.start().then(
      () => begun(false),
      () => begun(true),
    );
  }

  /** Begins the drain; steps may follow. */
  beginDrain(): void {
    const { runtime } = this.universe;
    this.#drainBegan = this.now;
    this.#drained ??= runtime.drain().then(() => {
      this.#drainEnded = this.now;
    });
  }

  /** Sees the drain through to its end, and looks at what it left. */
  async endDrain(): Promise<void> {
    const { scenario, scheduler } = this;
    await this.#quiet();
    while (!this.isClosed && scenario.isPatient && scheduler.count() > 0) await this.release(1);
    if (!this.isClosed && scenario.isPatient) this.violate('the drain waits for nothing');
    if (!this.isClosed) await this.#advance(this.#drainBegan + DRAIN_TIMEOUT_MS - this.now);
    if (!this.isClosed) this.violate('the drain did not end at its deadline');
    this.check();
    await this.#drained;
    if (this.#drainEnded < this.#drainBegan + DRAIN_TIMEOUT_MS) this.#endedInTime();
    this.#booksAreClosed();
    this.check();
    await this.#nothingFollows();
  }

  /** What holds whenever nothing waits for its turn. */
  lookAround(): void {
    expectIdentity(this.universe.runtime);
    if (this.universe.runtime.state === 'closed') return this.check();
    for (const role of ['order', 'clerk'] as const) {
      this.#countsAgree(role);
      if (this.universe.runtime.state === 'running') this.#residencyHolds(role);
    }
    this.check();
  }

  async #advance(ms: number): Promise<void> {
    const { clock } = this.universe;
    const until = clock.timeAfter(ms);
    await this.#quiet();
    while (clock.fireNext(until)) await this.#quiet();
    clock.advance(until - this.now);
    await this.#quiet();
  }

  /** Before every singleton is activated all others wait for their turn, and may. */
  async #quiet(): Promise<void> {
    await turnOfTheLoop();
    await turnOfTheLoop();
    if (this.#hasStarted) await this.universe.quiet();
  }

  #send({ verb, to, key, plan, id, ttlMs }: Extract<Step, { step: 'send' }>): void {
    const { runtime } = this.universe;
    const job = jobFor(to, key, plan);
    const options = { ...(id !== undefined && { id }), ...(ttlMs !== undefined && { ttlMs }) };
    if (ttlMs !== undefined) this.#expiresAt.set(job, this.now + ttlMs);
    this.#isCalling = true;
    if (to === 'both') runtime.publish(job, options);
    else if (verb === 'tell') runtime.tell(job, options);
    else
      runtime.deliver(job, options).then(
        (receipt) =>
          id === undefined || receipt.id === id || this.violate('deliver answered with another id'),
        () => {},
      );
    this.#isCalling = false;
  }

  #actor(role: Role, job: typeof Job): ActorDefinition {
    const shape = this.scenario[role];
    const perform = (message: Job, context: ActorContext, self: object): unknown =>
      (self as Player).perform(message, context);
    const { attempts, backoffMs, timeoutMs } = shape;
    const options = { retry: { attempts, backoffMs }, ...(timeoutMs !== undefined && { timeoutMs }) };
    return actor(
      role,
      [handle(job, perform, options), subscribe(Shout, perform, options), subscribe(Tick, perform, options)],
      {
        create: () => this.#create(role),
        keyBy: role === 'order' ? (message: Job) => message.key : undefined,
        mailbox: { capacity: shape.capacity, overflow: shape.overflow },
        supervision: {
          onFailure: shape.onFailure,
          maxRestarts: shape.maxRestarts,
          backoffMs: shape.supervisionBackoffMs,
        },
        ...(role === 'order' && { idleTimeoutMs: shape.idleTimeoutMs, maxInstances: shape.maxInstances }),
        deduplicate: shape.deduplicate,
      },
    );
  }

  #create(role: Role): Player | Promise<Player> {
    const shape = this.scenario[role];
    const nth = this.#births[role];
    this.#births[role] += 1;
    const birth = shape.births[nth % shape.births.length] as Birth;
    const player = new Player(
      this,
      shape,
      role === 'clerk' && nth === 0 && birth === 'fails' ? 'at once' : birth,
    );
    this.#players.push(player);
    if (player.birth === 'fails') throw new Error('create fails');
    return birth === 'made later' ? this.wait('create').then(() => player) : player;
  }

  #observe({ type, address = '', envelope, reason }: Activity): void {
    expectIdentity(this.universe.runtime);
    const job = envelope?.message as Job;
    const spot = this.#spots.get(address);
    switch (type) {
      case 'accepted':
        return this.#accepted(address, job, envelope?.id as string, envelope?.redriven as number);
      case 'duplicate':
        if (envelope?.redriven !== 0) this.violate('what was redriven counted as a duplicate');
        if (this.#recent[roleOf(address)]?.has(envelope?.id as string) !== true)
          this.violate('counted as a duplicate what was not accepted lately');
        return;
      case 'refused':
        if (reason === 'mailbox-full') this.spotOf(addressOf(roleOf(address), job)).line.refusedAsFull();
        return;
      case 'handled':
        this.#settled(spot, job);
        return spot?.line.handled(job);
      case 'failed':
        return spot?.line.failed();
      case 'dead-lettered':
        return this.#died(spot, address, envelope as Envelope, reason as string);
      case 'activation-failed':
        this.#hasActivationFailed = true;
        spot?.setbacks.push(this.now);
        return this.#ended(spot);
      case 'drained':
        if (this.universe.clock.pending > 0) this.violate('the drain leaves timers');
        return;
      case 'passivated':
      case 'restarted':
      case 'stopped':
        return this.#ended(spot);
      default:
    }
  }

  #accepted(address: string, job: Job, id: string, redriven: number): void {
    const spot = this.spotOf(address);
    const isTick = job instanceof Tick && redriven === 0;
    spot.inFlight.set(job, (spot.inFlight.get(job) ?? 0) + 1);
    spot.line.accepted(job, isTick);
    const recent = this.#recent[roleOf(address)];
    if (recent === undefined || isTick) return;
    if (redriven === 0 && recent.has(id)) this.violate('accepted a duplicate');
    recent.remember(id);
  }

  #died(spot: Spot | undefined, address: string, envelope: Envelope, reason: string): void {
    const job = envelope.message as Job;
    const role = roleOf(address);
    const { onFailure } = this.scenario[role];
    if (spot === undefined || !spot.inFlight.has(job)) return; // it was refused
    this.#settled(spot, job);
    this.#recent[role]?.forget(envelope.id);
    if (reason === 'expired' && !((this.#expiresAt.get(job) ?? Infinity) <= this.now))
      this.violate('expired too early');
    if (reason === 'shutdown' && !spot.line.isStashed(job)) this.#leftBehind.push(address);
    spot.line.died(job, reason);
    if (reason === 'expired' && spot.player !== undefined) spot.player.lastBusyAt = this.now;
    const isFailure = reason === 'handler-failed' || reason === 'timed-out';
    if (isFailure && envelope.attempt !== this.scenario[role].attempts)
      this.violate(`${reason} after ${envelope.attempt} attempts`);
    if (isFailure && spot.player !== undefined && onFailure !== 'resume') {
      spot.player.isDoomed = true;
      spot.setbacks.push(this.now);
    }
    if (reason === 'actor-stopped' && !this.#mayStop(spot, this.scenario[role]))
      this.violate('stopped for no reason');
  }

  /** Whether supervision may stop an actor now: by its policy, or after too many setbacks. */
  #mayStop({ player, setbacks }: Spot, { onFailure, maxRestarts }: Shape): boolean {
    const lately = setbacks.filter((at) => this.now - at < SUPERVISION_WINDOW_MS);
    return (onFailure === 'stop' && player?.isDoomed === true) || lately.length > maxRestarts;
  }

  #settled(spot: Spot | undefined, job: Job): void {
    const times = spot?.inFlight.get(job) ?? 0;
    if (times === 0) this.violate('a message was settled that was not in flight');
    if (times > 1) spot?.inFlight.set(job, times - 1);
    else spot?.inFlight.delete(job);
  }

  #ended(spot: Spot | undefined): void {
    if (spot?.player !== undefined) spot.player.state = 'ended';
  }

  #countsAgree(role: Role): void {
    const counts = this.universe.runtime.snapshot().actors[role];
    const lines = this.#spotsOf(role).map(({ line }) => line);
    for (const name of ['queued', 'running', 'stashed'] as const) {
      const expected = lines.reduce((sum, line) => sum + line[name], 0);
      if (counts?.[name] !== expected)
        this.violate(`${role}: ${counts?.[name]} are ${name}, and not ${expected}`);
    }
  }

  /** Who lives, and who should not any more. */
  #residencyHolds(role: Role): void {
    const { shape, live } = { shape: this.scenario[role], live: this.#livePlayers(role) };
    const instances = this.universe.runtime.snapshot().actors[role]?.instances;
    const resident = live.filter((player) => !player.isAbandoned).length;
    if (instances !== resident) this.violate(`${role}: ${instances} instances count, ${resident} live`);
    if (role === 'clerk') return;
    const idle = live.filter((player) => player.isIdle);
    const staying = live.filter((player) => player.state === 'live').length;
    if (staying > shape.maxInstances && idle.length > 0)
      this.violate(`${staying} live, ${idle.length} of them idle, with maxInstances ${shape.maxInstances}`);
    const { idleTimeoutMs = Infinity } = shape;
    if (idle.some((player) => this.now - player.lastBusyAt > idleTimeoutMs))
      this.violate('idle beyond idleTimeoutMs');
  }

  /** A drain that did not reach its deadline has handled all that it could, and deactivated everybody. */
  #endedInTime(): void {
    if (!this.#hasActivationFailed && this.#leftBehind.length > 0)
      this.violate(`a drain that ended in time left messages of ${this.#leftBehind.join(', ')}`);
    if (this.#livePlayers('order').length + this.#livePlayers('clerk').length > 0)
      this.violate('a drain that ended in time left live instances');
  }

  #booksAreClosed(): void {
    expectIdentity(this.universe.runtime);
    const { queued, running, stashed } = this.universe.totals;
    if (queued + running + stashed > 0)
      this.violate('accepted messages are neither handled nor dead after the drain');
    if ([...this.#spots.values()].some(({ inFlight }) => inFlight.size > 0))
      this.violate('an accepted message was settled by no report');
  }

  /** What was abandoned settles late; it must change nothing. */
  async #nothingFollows(): Promise<void> {
    const { accepted, handled, dead, failed } = this.universe.totals;
    while (this.scheduler.count() > 0) await this.release(1);
    await this.#advance(60_000);
    const after = this.universe.totals;
    if (
      after.accepted !== accepted ||
      after.handled !== handled ||
      after.dead !== dead ||
      after.failed !== failed
    )
      this.violate('something happened after the drain');
    this.check();
  }

  #livePlayers(role: Role): Player[] {
    const { shape } = { shape: this.scenario[role] };
    return this.#players.filter(
      (player) => player.shape === shape && (player.state === 'live' || player.state === 'leaving'),
    );
  }

  #spotsOf(role: Role): Spot[] {
    return [...this.#spots].filter(([address]) => roleOf(address) === role).map(([, spot]) => spot);
  }
}

function roleOf(address: string): Role {
  return address.startsWith('mailbox://order') ? 'order' : 'clerk';
}

function addressOf(role: Role, job: Job): string {
  return role === 'order' ? `mailbox://order/${job.key}` : 'mailbox://clerk';
}
