import { inspect } from 'node:util';
import { actorAt } from './actor-name.js';
import { aftermathOf, type Seen } from './aftermath.js';
import type { Fault } from './fault.js';
import { times } from './times.js';

/** What a second message has done, the worst first. */
const VERDICTS = ['breaks', 'differs', 'sends', 'same'] as const;

/** What a handler does with a message that comes a second time. It is idempotent when all is the same. */
export interface Twice {
  /**
   * `breaks`: something that must hold did not. `differs`: something ends otherwise than if it had come once. `sends`: it sends again, and
   * all ends as ever, since who is told bears it. `same`: no difference that can be seen.
   */
  readonly verdict: (typeof VERDICTS)[number];
  readonly runs: number;
  /** What the plan's invariants threw: first lines. */
  readonly breaks: readonly string[];
  /** What it sends when the message comes twice, and does not when it comes once. */
  readonly sends: readonly string[];
  /** What is not as if it had come once. */
  readonly differs: readonly string[];
}

/** Compares a run in which a message came twice with one in which it came once. */
export function twiceOf(seen: Seen, plain: Seen, fault: Fault): Twice {
  const { breaks, differs } = aftermathOf(seen, plain, fault);
  const sends = moreSends(seen, plain, fault);
  const found = { breaks, differs, sends, same: [] };
  const verdict = VERDICTS.find((one) => found[one].length > 0) ?? 'same';
  return { verdict, runs: 1, breaks, sends, differs };
}

/** All of it in one. */
export function allTwice(all: readonly Twice[]): Twice | undefined {
  if (all.length === 0) return undefined;
  const union = (part: 'breaks' | 'sends' | 'differs'): readonly string[] => [
    ...new Set(all.flatMap((one) => one[part])),
  ];
  return {
    verdict: VERDICTS.find((verdict) => all.some((one) => one.verdict === verdict)) ?? 'same',
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    breaks: union('breaks'),
    sends: union('sends'),
    differs: union('differs'),
  };
}

/** What the handlers of the message that came twice have sent more often. */
function moreSends(seen: Seen, plain: Seen, fault: Fault): readonly string[] {
  const usual = sendsBy(plain, fault);
  const lines = new Set<string>();
  for (const [content, { count, line }] of sendsBy(seen, fault)) {
    const before = usual.get(content)?.count ?? 0;
    if (count > before) lines.add(`${line}, ${times(count)} instead of ${times(before)}`);
  }
  return [...lines];
}

/** What has been sent because of the messages that go the way of the one that came twice, by what is in it. */
function sendsBy(
  { run }: Seen,
  { type, from, to }: Fault,
): ReadonlyMap<string, { readonly line: string; count: number }> {
  const found = new Map<string, { readonly line: string; count: number }>();
  for (const { envelope, parent } of run.trace.messages) {
    const cause = parent?.envelope;
    if (
      cause?.type !== type ||
      short(cause.to) !== to ||
      (cause.from ? short(cause.from) : 'outside') !== from
    )
      continue;
    const content = `${envelope.to} ${inspect(envelope.message, { depth: 6, breakLength: Infinity })}`;
    const line = `${envelope.type} to ${actorAt(short(envelope.to))}`;
    const known = found.get(content) ?? { line, count: 0 };
    known.count += 1;
    found.set(content, known);
  }
  return found;
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}
