import { actorAt } from './actor-name.js';
import type { Fault } from './fault.js';
import type { Onlooker } from './onlooker.js';
import type { Failure, Run, Told } from './rehearsal-run.js';
import { times } from './times.js';
import { differences, type VisibleState } from './visible-state.js';

/** What became of an application after one fault, the worst first. */
export const VERDICTS = ['breaks', 'unnoticed', 'compensated', 'recovered'] as const;

/**
 * `breaks`: something that must hold did not. `unnoticed`: something is different, or is not there, and neither an invariant nor an
 * actor says so. `compensated`: it ends in another way, by messages that are not sent when nothing goes wrong. `recovered`: it ends as
 * when nothing goes wrong.
 */
export type Verdict = (typeof VERDICTS)[number];

/** What became of an application after a fault, in all the runs that had just this one. */
export interface Aftermath {
  readonly verdict: Verdict;
  /** How many runs that were. */
  readonly runs: number;
  /** What the plan's invariants threw: first lines. */
  readonly breaks: readonly string[];
  /** What came less often than when nothing goes wrong. */
  readonly missing: readonly string[];
  /** What came more often, or does not come at all when nothing goes wrong. */
  readonly instead: readonly string[];
  /** What is not as it is when nothing goes wrong. */
  readonly differs: readonly string[];
}

/** A run, and what was seen of it. */
export interface Seen {
  readonly run: Run;
  readonly state: Onlooker;
}

/** Characters of a value that a line shows. */
const WIDTH = 80;

/** Compares a run that had one fault with one in which nothing goes wrong. */
export function aftermathOf({ run, state }: Seen, plain: Seen, fault: Fault): Aftermath {
  const usual = counted(plain.run);
  const came = counted(run);
  const struck = wayOf(fault);
  const anew = fault.kind === 'crash' ? recurring(plain.run) : new Set();
  const missing: string[] = [];
  const instead: string[] = [];
  for (const way of new Set([...usual.keys(), ...came.keys()])) {
    const [count, before] = [came.get(way) ?? 0, usual.get(way) ?? 0];
    const line = `${way} ${times(count)} instead of ${times(before)}`;
    if (count > before) instead.push(line);
    else if (way === struck && fault.kind === 'drop' && count === before)
      instead.push(`${way} was told again`);
    // That the message is lost which was lost is what was done, not what followed.
    else if (count < before - (way === struck && count === before - 1 ? 1 : 0) && !anew.has(way))
      missing.push(line);
  }
  const differs = [
    ...linesOf(state.lasting, plain.state.lasting),
    ...(fault.kind === 'crash' ? [] : linesOf(state.ofActors, plain.state.ofActors)), // they lose their fields
  ];
  const breaks = run.failure === undefined ? [] : [wordsOf(run.failure)];
  const verdict = verdictOf(fault, { breaks, missing, instead, differs });
  return { verdict, runs: 1, breaks, missing, instead, differs };
}

/** All of it in one, by the worst that was seen. */
export function together(all: readonly Aftermath[]): Aftermath | undefined {
  if (all.length === 0) return undefined;
  const union = (part: 'breaks' | 'missing' | 'instead' | 'differs'): readonly string[] => [
    ...new Set(all.flatMap((one) => one[part])),
  ];
  return {
    verdict: VERDICTS.find((verdict) => all.some((one) => one.verdict === verdict)) as Verdict,
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    breaks: union('breaks'),
    missing: union('missing'),
    instead: union('instead'),
    differs: union('differs'),
  };
}

/** What an invariant said, in a line. */
export function wordsOf({ error, where }: Failure): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n').find((one) => one.trim() !== '') ?? where;
  return line.trim();
}

function verdictOf(
  { kind }: Fault,
  { breaks, missing, instead, differs }: Omit<Aftermath, 'verdict' | 'runs'>,
): Verdict {
  if (breaks.length > 0) return 'breaks';
  const isTheSame = differs.length === 0;
  if (isTheSame && (instead.length > 0 || (kind !== 'drop' && missing.length === 0))) return 'recovered';
  return instead.length > 0 ? 'compensated' : 'unnoticed';
}

function linesOf(state: VisibleState, usual: VisibleState): readonly string[] {
  return differences(usual, state).map(
    (name) => `${shown(name)} is ${shown(state.get(name))} instead of ${shown(usual.get(name))}`,
  );
}

function shown(text = 'not there'): string {
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH)}…`;
}

/** How often messages of each type were handled on each way between actors. */
function counted({ told }: Run): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of told) {
    if (one.outcome !== 'handled') continue;
    const way = wayOf(one);
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return counts;
}

/** Ticks that nobody's message has caused: their timers begin anew when their actor does, and tick at other times. */
function recurring({ trace }: Run): ReadonlySet<unknown> {
  const ticks = trace.messages.filter(
    ({ envelope: { from, to, causationId } }) => from === to && causationId === undefined,
  );
  return new Set(ticks.map(({ envelope: { type, to } }) => wayOf({ type, from: short(to), to: short(to) })));
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}

function wayOf({
  type,
  from = 'outside',
  to,
}: Pick<Told, 'type' | 'to'> & { from?: string | undefined }): string {
  return `${type} from ${actorAt(from)} to ${actorAt(to)}`;
}
