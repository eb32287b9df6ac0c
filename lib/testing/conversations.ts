import type { Run } from './rehearsal-run.js';
import type { TracedMessage } from './traced-message.js';

/** How long it takes until all is said. */
export interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

/** The conversations that begin with one message type. */
export interface ConversationReport {
  /** The type of their first message. */
  readonly begins: string;
  /** How many there were. */
  readonly count: number;
  /** Messages on the longest way from the first to a last descendant, the first not counted. */
  readonly steps: Spread;
  /** Milliseconds of the kit's clock from the first message to the last descendant. */
  readonly ms: Spread;
}

/** Measures all conversations of some runs, by the type that begins them. */
export function conversationsOf(runs: readonly Run[]): readonly ConversationReport[] {
  const found = new Map<string, { readonly steps: number[]; readonly ms: number[] }>();
  for (const { trace } of runs) {
    for (const messages of conversations(trace.messages)) {
      const { type } = (messages[0] as TracedMessage).envelope;
      const known = found.get(type) ?? { steps: [], ms: [] };
      known.steps.push(longestWay(messages));
      known.ms.push((messages.at(-1) as TracedMessage).at - (messages[0] as TracedMessage).at);
      found.set(type, known);
    }
  }
  return Array.from(found, ([begins, { steps, ms }]) => ({
    begins,
    count: steps.length,
    steps: spreadOf(steps),
    ms: spreadOf(ms),
  })).sort((one, other) => (one.begins < other.begins ? -1 : 1));
}

/** The messages of each conversation, in the order of acceptance. */
function conversations(messages: readonly TracedMessage[]): Iterable<readonly TracedMessage[]> {
  const found = new Map<string, TracedMessage[]>();
  for (const message of messages) {
    const { correlationId } = message.envelope;
    const known = found.get(correlationId);
    if (known === undefined) found.set(correlationId, [message]);
    else known.push(message);
  }
  return found.values();
}

function longestWay(messages: readonly TracedMessage[]): number {
  const steps = new Map<TracedMessage, number>();
  for (const message of messages) {
    const { parent } = message;
    steps.set(message, parent === undefined ? 0 : (steps.get(parent) ?? 0) + 1);
  }
  return Math.max(...steps.values());
}

/** By the nearest rank. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { median: at(0.5), p99: at(0.99), worst: at(1) };
}
