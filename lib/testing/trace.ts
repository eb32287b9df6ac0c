import { inspect } from 'node:util';
import { mermaidText } from '../runtime/mermaid.js';
import type { TracedMessage, TracedOutcome } from './traced-message.js';

/** Which messages `kit.trace` is to show. What is left out matches any. */
export interface TraceOptions {
  /** Of the conversations that an instance with this key has taken part in. */
  readonly key?: string | undefined;
  readonly correlationId?: string | undefined;
  /** Whether each line says at what time of the kit's clock the message was accepted. @default false */
  readonly times?: boolean | undefined;
}

/** Lines of a trace that a failure shows. */
const EXCERPT = 40;

/** Characters of a message that a line shows. */
const WIDTH = 120;

const NOTE: Partial<Record<TracedOutcome, string>> = {
  waiting: 'not handled yet',
  held: 'has not come',
  duplicate: 'left out as a duplicate',
  unheard: 'nobody subscribes',
};

/**
 * Who told whom what, in the order in which the messages were accepted.
 *
 * It shows no time and no id unless asked: the same run gives the same text.
 *
 * @example
 * ```ts
 * console.log(String(kit.trace({ key: 'o-1' })));
 * // #1 outside → order/o-1: PlaceOrder { orderId: 'o-1', quantity: 2 }
 * // └─ #2 order/o-1 → payment: ChargeCard { orderId: 'o-1', cents: 200 }
 * //    └─ #3 payment → order/o-1: CardCharged { orderId: 'o-1' }
 * ```
 */
export class Trace {
  readonly #numbers: ReadonlyMap<TracedMessage, number>;

  /** @internal Traces come from `kit.trace`. */
  constructor(
    /** The messages of the trace, in the order of acceptance: the first is #1. */
    readonly messages: readonly TracedMessage[],
    private readonly times = false,
    private readonly forgotten = 0,
  ) {
    this.#numbers = new Map(messages.map((message, index) => [message, index + 1]));
  }

  /** A tree: each message below the one whose handler has sent it. */
  toString(): string {
    const lines = [...this.#lines()];
    if (lines.length === 0) return 'nobody has told anybody anything';
    if (this.forgotten > 0) lines.unshift(`${this.forgotten} earlier messages are forgotten`);
    return lines.join('\n');
  }

  /** A sequence diagram, for a page that renders Mermaid. */
  toMermaid(): string {
    const names = new Map<string, string>();
    const nameOf = (address: string): string => {
      const name = names.get(address) ?? `p${names.size + 1}`;
      names.set(address, name);
      return name;
    };
    const arrows = this.messages.flatMap((message) => {
      const { envelope, notes, outcome } = message;
      const from = nameOf(senderOf(message));
      const to = nameOf(receiverOf(message));
      const isLost = outcome === 'dead' || outcome === 'refused' || outcome === 'unheard';
      const words = wordsOf(outcome, notes);
      const label = mermaidText(`${this.#numbers.get(message)} ${envelope.type}`);
      const arrow = `  ${from}${isLost ? '-x' : '->>'}${to}: ${label}`;
      return words.length === 0 ? [arrow] : [arrow, `  Note over ${to}: ${mermaidText(words.join(', '))}`];
    });
    const participants = Array.from(
      names,
      ([address, name]) => `  participant ${name} as ${mermaidText(address)}`,
    );
    return ['sequenceDiagram', ...participants, ...arrows].join('\n');
  }

  /** The end of the tree, for the message of an error. */
  excerpt(): string {
    const lines = this.toString().split('\n');
    const left = lines.length - EXCERPT;
    const shown = left > 0 ? [`(${left} lines before)`, ...lines.slice(left)] : lines;
    return ['who told whom what:', ...shown].join('\n  ');
  }

  *#lines(): Generator<string> {
    const children = new Map<TracedMessage | undefined, TracedMessage[]>();
    for (const message of this.messages) {
      const parent = message.parent && this.#numbers.has(message.parent) ? message.parent : undefined;
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [message]);
      else siblings.push(message);
    }
    // A stack of its own: a conversation may be longer than the language's goes deep.
    const waiting = (children.get(undefined) ?? [])
      .map((message) => ({ message, own: '', below: '' }))
      .reverse();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { message, own, below } = next;
      yield `${own}${this.#line(message)}`;
      const caused = children.get(message) ?? [];
      for (const [index, child] of [...caused.entries()].reverse()) {
        const isLast = index === caused.length - 1;
        waiting.push({
          message: child,
          own: `${below}${isLast ? '└─ ' : '├─ '}`,
          below: `${below}${isLast ? '   ' : '│  '}`,
        });
      }
    }
  }

  #line(message: TracedMessage): string {
    const { envelope, at, notes, outcome } = message;
    const words = wordsOf(outcome, notes);
    return [
      `#${this.#numbers.get(message)} `,
      this.times ? `at ${at} ms ` : '',
      `${senderOf(message)} → ${receiverOf(message)}: ${describeMessage(envelope.message)}`,
      words.length === 0 ? '' : ` — ${words.join(', ')}`,
    ].join('');
  }
}

/** What became of a message, if that is more than that it was handled. */
function wordsOf(outcome: TracedOutcome, notes: readonly string[]): readonly string[] {
  if (outcome === 'handled') return notes.length === 0 ? [] : [...notes, 'handled'];
  const word = NOTE[outcome];
  return word === undefined ? notes : [...notes, word];
}

function senderOf({ envelope }: TracedMessage): string {
  return envelope.from === undefined ? 'outside' : short(envelope.from);
}

function receiverOf({ envelope }: TracedMessage): string {
  return short(envelope.to);
}

function short(address: string): string {
  return address.replace(/^mailbox:\/\//, '');
}

function describeMessage(message: object): string {
  const text = inspect(message, { breakLength: Infinity, compact: true, depth: 2 }).replace(/\s+/g, ' ');
  return text.length <= WIDTH ? text : `${text.slice(0, WIDTH)}…`;
}
