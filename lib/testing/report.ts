import type { Aftermath } from './aftermath.js';
import type { ConversationReport } from './conversations.js';
import { markdownOf } from './report-markdown.js';
import type { SharedProvider } from './shared-providers.js';
import type { Twice } from './twice.js';

/** What a rehearsal says of one message type. */
export interface MessageReport {
  readonly type: string;
  /** Which actor tells it to which: `order → stock`. */
  readonly ways: readonly string[];
  /** Class and method of those that handle it. */
  readonly handlers: readonly string[];
  /** How many come when nothing goes wrong. */
  readonly count: number;
  /** What happens when one of them is lost. Undefined, as all that follow: it comes from timers only, and does not travel. */
  readonly lost?: Aftermath | undefined;
  /** What happens when one of them comes twice. */
  readonly twice?: Twice | undefined;
  /** What happens when its handler throws at the first attempt. */
  readonly fails?: Aftermath | undefined;
  /** What happens when the application crashes behind its handler. */
  readonly crash?: Aftermath | undefined;
  /** How messages of the type were changed after they had been told, a line each. */
  readonly mutated: readonly string[];
  readonly hasSchema: boolean;
  /** What of it does not come back from JSON, a line each. */
  readonly lostOnTheWire: readonly string[];
}

/** What becomes of conversations in one kind of runs. */
export interface Consistency {
  readonly runs: number;
  readonly conversations: readonly ConversationReport[];
}

/** What a {@link RehearsalReport} consists of. */
export interface ReportFacts {
  readonly seed: number;
  /** How often the scenario was played. */
  readonly runs: number;
  readonly messages: readonly MessageReport[];
  /** Message types that an actor handles and the scenario never brings about: nothing is known of them. */
  readonly unseen: readonly string[];
  /** What the invariants threw in runs in which only the order of turns was another. */
  readonly brokenByOrder: readonly string[];
  readonly sharedProviders: readonly SharedProvider[];
  /** Runs in which only the order of turns was another. */
  readonly undisturbed: Consistency;
  /** Runs in which one message met a fault. */
  readonly disturbed: Consistency;
}

/** What an application does when its messages are lost, come twice, or fail. Plain data: `JSON.stringify` writes all of it. */
export class RehearsalReport implements ReportFacts {
  readonly seed: number;
  readonly runs: number;
  readonly messages: readonly MessageReport[];
  readonly unseen: readonly string[];
  readonly brokenByOrder: readonly string[];
  readonly sharedProviders: readonly SharedProvider[];
  readonly undisturbed: Consistency;
  readonly disturbed: Consistency;

  /** @internal Reports come from `rehearsalReport`. */
  constructor(facts: ReportFacts) {
    this.seed = facts.seed;
    this.runs = facts.runs;
    this.messages = facts.messages;
    this.unseen = facts.unseen;
    this.brokenByOrder = facts.brokenByOrder;
    this.sharedProviders = facts.sharedProviders;
    this.undisturbed = facts.undisturbed;
    this.disturbed = facts.disturbed;
  }

  /** The report for a page: a table of all message types, then a section for each question. */
  toMarkdown(): string {
    return markdownOf(this);
  }
}
