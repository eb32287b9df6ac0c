import type { Observable } from 'rxjs';
import type { Activity } from './activity.js';
import { Address } from './address.js';
import type { Envelope } from './envelope.js';
import { mermaidText } from './mermaid.js';

/** One kind of message on its way from one actor to another. */
export interface FlowEdge {
  /** The name of the actor that sends; `outside` for whoever is no actor. */
  readonly from: string;
  /** The message type. */
  readonly message: string;
  /** The name of the actor that receives; `nobody` when none takes the message. */
  readonly to: string;
  /** How many were accepted or refused; of an event that nobody hears, how many were published. */
  readonly count: number;
  /** How many of them were refused, or became dead letters. */
  readonly failures: number;
}

/** Who tells whom what. */
export interface MessageFlow {
  /** Since when messages have been counted: milliseconds since the epoch of the runtime's clock. */
  readonly since: number;
  /** In the order of sender, receiver, message type. What comes from `outside` goes first. */
  readonly edges: readonly FlowEdge[];
}

type Count = { -readonly [F in keyof FlowEdge]: FlowEdge[F] };

/** Counts messages by sender, type and receiver. It keeps none of them: an application has as many edges as its code has sends. */
export class FlowRecorder {
  readonly #counts = new Map<string, Count>();
  readonly #refused = new WeakSet<Envelope>();

  constructor(
    activity: Observable<Activity>,
    private readonly since: number,
  ) {
    activity.subscribe((entry) => this.#note(entry)); // until the runtime ends
  }

  flow(): MessageFlow {
    const edges = Array.from(this.#counts.values(), (count) => ({ ...count }));
    return { since: this.since, edges: edges.sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)) };
  }

  #note({ type, envelope }: Activity): void {
    if (envelope === undefined) return;
    if (type === 'accepted' || type === 'unheard') this.#count(envelope).count += 1;
    else if (type === 'refused') {
      this.#refused.add(envelope);
      const count = this.#count(envelope);
      count.count += 1;
      count.failures += 1;
    } else if (type === 'dead-lettered' && !this.#refused.has(envelope)) this.#count(envelope).failures += 1;
  }

  #count(envelope: Envelope): Count {
    const from = envelope.from === undefined ? OUTSIDE : Address.actorOf(envelope.from);
    const to = Address.actorOf(envelope.to);
    const name = `${from} ${to} ${envelope.type}`;
    let count = this.#counts.get(name);
    if (count === undefined)
      this.#counts.set(name, (count = { from, message: envelope.type, to, count: 0, failures: 0 }));
    return count;
  }
}

const OUTSIDE = 'outside';

function rankOf({ from, message, to }: FlowEdge): string {
  return [from === OUTSIDE ? '' : from, to, message].join('\n');
}

/**
 * Draws a flow as a Mermaid flowchart: a box for each actor, an arrow for each pair that talks, and on it what is told how often.
 *
 * @example
 * ```ts
 * writeFileSync('docs/flow.mmd', toMermaid(runtime.flow()));
 * ```
 */
export function toMermaid({ edges }: MessageFlow): string {
  const names = new Map<string, string>();
  const arrows = new Map<string, string[]>();
  const nameOf = (actor: string): string => {
    const name = names.get(actor) ?? `a${names.size + 1}`;
    names.set(actor, name);
    return name;
  };
  for (const { from, message, to, count, failures } of edges) {
    const arrow = `${nameOf(from)} -->|LABEL| ${nameOf(to)}`;
    const label = mermaidText(`${message} ×${count}${failures === 0 ? '' : `, ${failures} failed`}`);
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), label]);
  }
  return [
    'flowchart LR',
    ...Array.from(names, ([actor, name]) => `  ${name}["${mermaidText(actor)}"]`),
    ...Array.from(
      arrows,
      ([arrow, labels]) => `  ${arrow.replace('LABEL', () => `"${labels.join('<br/>')}"`)}`,
    ),
  ].join('\n');
}
