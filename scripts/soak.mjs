// Drives the built runtime with random failures, restarts, stops, bursts beyond capacity and passivation churn, and then asks
// whether the accounts are exact, the heap is flat and nothing is left. npm run soak -- --seconds 600 --seed 7
import { randomInt } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, dist: { type: 'string' } },
});
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!(seconds >= 5) || !Number.isSafeInteger(seed) || globalThis.gc === undefined) {
  console.error('takes --seconds N, 5 or more, and --seed S, a whole number; needs node --expose-gc');
  process.exit(2);
}
const { MailboxRuntime, resolveOptions, systemClock } = await import(
  new URL(values.dist ?? 'dist/esm/runtime/index.js', new URL('..', import.meta.url)).href
);

const KEYS = 100_000;
const CAPACITY = 50;
const MAX_INSTANCES = 2_000;
/** Sends of one beat, on average; every hundredth beat is a burst to one key, beyond its capacity. */
const BEAT = 400;
const IDLE_TIMEOUT_MS = 200;
/** Messages that may wait after each 20 beats. */
const MOST_QUEUED = 2_000;
/** The heap may grow so much after the warm-up. */
const MOST_GROWTH = 1.1;
/** The share of the time after which the heap counts as warmed up. */
const WARM_UP = 0.25;

const random = seededRandom(seed);
const chance = (share) => random() < share;
const logged = { debug: 0, log: 0, warn: 0, error: 0 };
const timers = new Set();
const seen = { overlaps: 0 };
const faults = [];

class Keyed {
  constructor(key) {
    this.key = key;
  }
}
class Job extends Keyed {}
class RestartJob extends Job {}
class StopJob extends Job {}
class Tick extends Keyed {}
class Shout extends Keyed {}
class Report {}

/** A keyed actor to whom everything happens. */
class Worker {
  static made = 0;
  #isBusy = false;
  #mayStash;

  constructor(mayStash) {
    Worker.made += 1;
    this.#mayStash = mayStash;
    if (chance(0.002)) throw new Error('no instance today');
  }

  onActivate(context) {
    if (chance(0.05)) context.schedule.once('wake', 1 + random() * 40, new Tick(context.key));
    if (chance(0.2)) return turn();
    if (chance(0.002)) throw new Error('no activation today');
  }

  onDeactivate() {
    if (this.#isBusy) seen.overlaps += 1;
    if (chance(0.1)) return turn();
    if (chance(0.01)) throw new Error('no goodbye today');
  }

  take(message, context) {
    if (this.#isBusy) seen.overlaps += 1;
    this.#isBusy = true;
    if (chance(0.15)) return this.#slowly(message, context);
    try {
      return this.#work(message, context);
    } finally {
      this.#isBusy = false;
    }
  }

  async #slowly(message, context) {
    try {
      await (chance(0.02) ? sleep(1 + random() * 10) : turn());
      return this.#work(message, context);
    } finally {
      this.#isBusy = false;
    }
  }

  #work(message, context) {
    if (message instanceof Tick) {
      context.unstashAll();
      if (chance(0.5)) context.schedule.cancel('beat');
    }
    if (chance(0.01)) throw new Error('not today');
    if (chance(0.0005)) return 'a value';
    if (this.#mayStash && message instanceof Job && chance(0.02)) {
      context.schedule.once('unstash', random() * 20, new Tick(context.key)); // else it would stay for ever
      return context.stash();
    }
    if (chance(0.1)) context.tell(new Report());
    if (chance(0.01)) context.publish(new Shout(someKey()));
    if (chance(0.01)) context.schedule.every('beat', 5, new Tick(context.key));
    if (chance(0.02)) context.passivate();
    return undefined;
  }
}

function workerOf(name, onFailure, more) {
  const keyBy = ({ key }) => key;
  const handler = (message, kind, options = {}) => ({
    message,
    kind,
    method: 'take',
    invoke(received, context) {
      return this.take(received, context);
    },
    ...options,
  });
  return {
    name,
    className: 'Worker',
    classes: [],
    keyed: true,
    keyBy,
    create: () => new Worker(onFailure !== 'restart'), // a restart ends the timer that would unstash
    handlers: [
      handler(more.owns, 'handle', { retry: { attempts: 2, backoffMs: 1 }, timeoutMs: 20 }),
      handler(Tick, 'subscribe'),
      handler(Shout, 'subscribe'),
    ],
    supervision: { onFailure, maxRestarts: 3, withinMs: 1_000, backoffMs: 1 },
    ...more.options,
  };
}

let reports = 0;
const runtime = new MailboxRuntime(
  resolveOptions({
    mailbox: { capacity: CAPACITY },
    maxInstances: MAX_INSTANCES,
    drainTimeoutMs: 20_000,
    deadLetters: { capacity: 500 },
  }),
  {
    logger: Object.fromEntries(Object.keys(logged).map((level) => [level, () => (logged[level] += 1)])),
    random,
    clock: countingClock(),
  },
);
runtime.register([
  workerOf('resumer', 'resume', {
    owns: Job,
    options: { idleTimeoutMs: IDLE_TIMEOUT_MS, deduplicate: { size: 1_000 } },
  }),
  workerOf('restarter', 'restart', { owns: RestartJob, options: {} }),
  workerOf('stopper', 'stop', {
    owns: StopJob,
    options: { mailbox: { overflow: 'drop-oldest' }, idleTimeoutMs: 50 },
  }),
  {
    name: 'clerk',
    className: 'Clerk',
    classes: [],
    keyed: false,
    create: () => ({}),
    handlers: [{ message: Report, kind: 'handle', method: 'count', invoke: () => void (reports += 1) }],
    mailbox: { capacity: 100_000 },
  },
]);

console.log(`soak: ${seconds} s, seed ${seed}`);
await runtime.start();
const endsAt = performance.now() + seconds * 1_000;
const warmAt = performance.now() + seconds * 1_000 * WARM_UP;
const samples = [];
let nextSampleAt = 0;
for (let beat = 1; performance.now() < endsAt; beat += 1) {
  for (let left = random() * 2 * BEAT; left > 0; left -= 1) send(someKey());
  if (beat % 100 === 0) burst(someKey());
  if (beat % 50 === 0) runtime.deadLetters.redrive({ reason: 'handler-failed' });
  if (beat % 5_000 === 0) runtime.deadLetters.discard({});
  if (random() < 0.2) await sleep(1);
  else await turn();
  if (beat % 20 === 0) await catchUp(MOST_QUEUED); // a flood would hide a leak
  if (performance.now() > warmAt && performance.now() > nextSampleAt) await sample();
}
const before = process.memoryUsage().heapUsed;
await runtime.drain();
expectIdentity();
await sleep(50); // late ends of handlers that the drain abandoned, if any
const { totals, actors } = runtime.snapshot();
if (totals.queued + totals.running + totals.stashed > 0)
  faults.push(`not settled: ${JSON.stringify(totals)}`);
if (totals.handled < totals.accepted / 2)
  faults.push(
    `only ${totals.handled} of ${totals.accepted} were handled: nothing else of this run says anything`,
  );
if (seen.overlaps > 0) faults.push(`${seen.overlaps} times two things at once in one instance`);
judgeHeap();
if (timers.size > 0) faults.push(`${timers.size} timers of the runtime are left`);
const left = process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap');
if (left.length > 0) faults.push(`left behind: ${left.join(', ')}`);

const counts = Object.entries(totals).map(([name, count]) => `${name} ${count}`);
console.log(`soak: ${counts.join(', ')}`);
console.log(
  `soak: ${Worker.made} instances made, at most ${MAX_INSTANCES} wanted; logged ${JSON.stringify(logged)}; heap at the end ${mb(before)}`,
);
for (const { name, instances, isStopped } of Object.values(actors)) {
  if (name === 'clerk' && isStopped) faults.push('the clerk was stopped');
  if (instances > 0) faults.push(`${instances} instances of ${name} are left`);
}
for (const fault of faults) console.error(`soak: FAILED: ${fault}`);
console.log(
  `soak: ${faults.length === 0 ? 'passed' : 'failed'}, again: npm run soak -- --seconds ${seconds} --seed ${seed}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;

function send(key) {
  const kind = random();
  const job = kind < 0.4 ? new Job(key) : kind < 0.7 ? new RestartJob(key) : new StopJob(key);
  const how = random();
  if (how < 0.6) runtime.tell(job);
  else if (how < 0.7) runtime.tell(job, { id: `id-${Math.floor(random() * 2_000)}` });
  else if (how < 0.75) runtime.tell(job, { ttlMs: random() * 3 });
  else if (how < 0.76) runtime.publish(new Shout(key));
  else void runtime.deliver(job).catch(() => {});
}

function burst(key) {
  for (let left = CAPACITY * 4; left > 0; left -= 1) send(key);
}

/** The machine's clock, and what timers it has set: those that do not keep the process alive are no active resource. */
function countingClock() {
  return {
    now: systemClock.now,
    setTimer(callback, delayMs, purpose) {
      const fire = () => {
        timers.delete(timer);
        callback();
      };
      const { cancel } = systemClock.setTimer(fire, delayMs, purpose);
      const timer = {
        cancel() {
          timers.delete(timer);
          cancel();
        },
      };
      timers.add(timer);
      return timer;
    },
  };
}

/** Some keys are asked for often, most of the 100,000 now and then. */
function someKey() {
  return `k${Math.floor(random() < 0.3 ? random() * 100 : random() * KEYS)}`;
}

function expectIdentity() {
  const snapshot = runtime.snapshot();
  for (const [name, c] of Object.entries({ totals: snapshot.totals, ...snapshot.actors })) {
    const told = c.accepted + c.refused + c.duplicate;
    const accepted = c.handled + c.dead + c.queued + c.running + c.stashed;
    if (c.told === told && c.accepted === accepted) continue;
    throw new Error(`the identity does not hold for ${name}: ${JSON.stringify(c)}`);
  }
  return snapshot.totals;
}

/** Looks at the accounts, which takes time by the number of instances, until at most so many messages wait or run. */
async function catchUp(most) {
  const givesUpAt = performance.now() + 30_000;
  for (let totals = expectIdentity(); totals.queued + totals.running > most; totals = expectIdentity()) {
    if (performance.now() > givesUpAt) throw new Error(`no message moves: ${JSON.stringify(totals)}`);
    await sleep(5);
  }
}

/** Looks at the heap when the actors have nothing to do, and those that idle long enough have ended. */
async function sample() {
  nextSampleAt = performance.now() + Math.max(1_000, (seconds * 1_000) / 60);
  await catchUp(0);
  await sleep(IDLE_TIMEOUT_MS * 1.5);
  gc();
  samples.push(process.memoryUsage().heapUsed);
}

/** Compares the first with the last third of the samples: the least of each, since a burst is no leak. */
function judgeHeap() {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const early = Math.min(...samples.slice(0, third));
  const late = Math.min(...samples.slice(-third));
  console.log(`soak: heap ${mb(early)} after the warm-up, ${mb(late)} at the end, ${samples.length} samples`);
  if (!(late <= early * MOST_GROWTH)) faults.push(`the heap grew from ${mb(early)} to ${mb(late)}`);
}

function mb(bytes) {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

/** mulberry32 */
function seededRandom(from) {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
