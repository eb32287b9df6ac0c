import { InvalidOptionsError } from '../runtime/index.js';
import { chanceOf } from './chance.js';
import { type ArrivalName, FAULT_KINDS, type FaultKind, type Misfortune } from './fault.js';
import { plainRun } from './plain-run.js';
import { NotRepeatableError, RehearsalError } from './rehearsal-error.js';
import { directed, type Direction, type RehearsalPlan, run, type Run } from './rehearsal-run.js';
import { parseScript, PLAIN } from './script.js';
import { isSameFailure, Shrinking } from './shrink.js';
import { randomTurns } from './test-scheduler.js';

export interface RehearsalOptions {
  /** How often the scenario is played. @default 100 */
  readonly runs?: number | undefined;
  /** Another seed, other runs; the same, the same. @default 1 */
  readonly seed?: number | undefined;
  /**
   * How likely each fault is, for each message that arrives: numbers from 0 to 1 that add up to 1 at most. Every fourth run has none.
   * @default none: only the order of turns changes
   */
  readonly faults?: Readonly<Partial<Record<FaultKind, number>>> | undefined;
  /** Plays one run only: the one that a {@link RehearsalError} has printed. Resolves if it does not fail any more. */
  readonly replay?: string | undefined;
}

/** What a rehearsal has done without finding anything. */
export interface Rehearsed {
  readonly runs: number;
  /** How often each fault struck each message type. */
  readonly struck: Readonly<Record<string, Readonly<Partial<Record<FaultKind, number>>>>>;
}

/** Every so manieth run has no faults: what breaks by the order of turns alone is found without any noise. */
const QUIET_RUN = 4;

/** Milliseconds by which a message is late, from a moment to longer than most time limits. */
const DELAYS = [1, 10, 100, 1_000, 10_000, 60_000];

/**
 * Plays a scenario many times, with actors taking turns in random order and with faults, and checks what has to hold. What breaks it is
 * shrunk to the fewest faults and the plainest order that still do, and told in words.
 *
 * @throws RehearsalError when something broke; its message ends with the line that shows it again.
 * @throws NotRepeatableError, EscapedControlError when the application depends on more than the kit decides.
 * @throws InvalidOptionsError for options that cannot be.
 * @example
 * ```ts
 * await rehearse(
 *   {
 *     app: { imports: [OrdersModule] },
 *     scenario: async (kit) => {
 *       kit.tell(new PlaceOrder('o-1', 2));
 *       await kit.advance(60_000);
 *     },
 *     eventually: (kit) => expect(kit.get(OrderViews).find('o-1')?.hasEnded).toBe(true),
 *   },
 *   { runs: 200, seed: 42, faults: { drop: 0.05, duplicate: 0.05, delay: 0.1, reorder: 0.1, crash: 0.02 } },
 * );
 * ```
 */
export async function rehearse(plan: RehearsalPlan, options: RehearsalOptions = {}): Promise<Rehearsed> {
  const { runs = 100, seed = 1, faults = {}, replay } = options;
  check(runs, faults);
  if (replay !== undefined) return await playAgain(plan, seed, replay);
  await plainRun(plan, seed);
  const struck: Record<string, Partial<Record<FaultKind, number>>> = Object.create(null) as {};
  for (let index = 1; index <= runs; index += 1) {
    const found = await run(plan, explored(seed, index, faults));
    for (const { kind, type } of found.script.faults) {
      const counts = (struck[type] ??= {});
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    if (found.failure !== undefined) throw await shrunk(plan, seed, found, `run ${index} of ${runs}`);
  }
  return { runs, struck };
}

async function playAgain(plan: RehearsalPlan, seed: number, replay: string): Promise<Rehearsed> {
  const script = parseScript(replay);
  const failed = await run(plan, directed(script));
  if (failed.failure === undefined) return { runs: 1, struck: {} };
  const plain = await run(plan, directed({ ...PLAIN, without: script.without }));
  throw new RehearsalError(seed, failed, plain, 'This was a replay.');
}

async function shrunk(plan: RehearsalPlan, seed: number, found: Run, where: string): Promise<Error> {
  const again = await run(plan, directed(found.script));
  if (found.text !== again.text || !isSameFailure(found.failure, again.failure))
    return new NotRepeatableError(found.text, again.text);
  const { run: shortest, plain, runs } = await new Shrinking(plan, again).shrink();
  const story = `Found in ${where} with seed ${seed}, with ${sizeOf(found)}; shrunk in ${runs} runs to ${sizeOf(shortest)}.`;
  return new RehearsalError(seed, shortest, plain, story);
}

function sizeOf({ script, told }: Run): string {
  return `${count(script.faults.length, 'fault')} and ${count(told.length, 'message')}`;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** How one of the runs of a rehearsal is decided. */
export function explored(
  seed: number,
  index: number,
  faults: NonNullable<RehearsalOptions['faults']>,
): Direction {
  const own = Math.floor(chanceOf(seed, 'run', index)() * 2 ** 32);
  const isQuiet = index % QUIET_RUN === 0;
  return {
    next: randomTurns(own),
    source: (name: ArrivalName) => (isQuiet ? undefined : misfortuneOf(own, name, faults)),
    without: [],
  };
}

/** By the name of the arrival, not by when it happens: another order of turns meets the same faults. */
function misfortuneOf(
  seed: number,
  { type, from, to, nth }: ArrivalName,
  faults: NonNullable<RehearsalOptions['faults']>,
): Misfortune | undefined {
  const chance = chanceOf(seed, 'fault', type, from, to, nth);
  let roll = chance();
  for (const kind of FAULT_KINDS) {
    const likelihood = faults[kind] ?? 0;
    if (roll < likelihood) return { kind, amount: amountOf(kind, chance()) };
    roll -= likelihood;
  }
  return undefined;
}

function amountOf(kind: FaultKind, chance: number): number {
  if (kind === 'duplicate') return chance < 0.5 ? 0 : 1;
  return kind === 'delay' ? (DELAYS[Math.floor(chance * DELAYS.length)] as number) : 0;
}

function check(runs: number, faults: Readonly<Record<string, number | undefined>>): void {
  if (!(Number.isInteger(runs) && runs > 0))
    throw new InvalidOptionsError('runs', `must be a whole number, 1 or more; got ${runs}`);
  let sum = 0;
  for (const [kind, likelihood = 0] of Object.entries(faults)) {
    if (!FAULT_KINDS.includes(kind as FaultKind))
      throw new InvalidOptionsError(`faults.${kind}`, `is no fault; there are ${FAULT_KINDS.join(', ')}`);
    if (!(likelihood >= 0 && likelihood <= 1))
      throw new InvalidOptionsError(`faults.${kind}`, `must be from 0 to 1; got ${likelihood}`);
    sum += likelihood;
  }
  if (sum > 1) throw new InvalidOptionsError('faults', `add up to ${sum}, and must to 1 at most`);
}
