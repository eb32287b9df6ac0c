import { InvalidOptionsError } from '../runtime/index.js';
import type { RehearsalPlan } from './rehearsal-run.js';
import type { RehearsalReport } from './report.js';
import { Reporting } from './reporting.js';

export interface ReportOptions {
  /** Another seed, other orders of turns; the same, the same report. @default 1 */
  readonly seed?: number | undefined;
  /** How often the scenario is played with nothing but another order of turns. @default 20 */
  readonly runs?: number | undefined;
  /** How many messages of each type meet each fault, each in a run of its own. @default 3 */
  readonly each?: number | undefined;
}

/**
 * Plays a scenario again and again, each time with one fault at one message, and answers for each message type what happens if it is lost,
 * comes twice, if its handler fails or the application crashes behind it; who owns what; how long a conversation takes; and what is
 * not ready for a durable mailbox.
 *
 * A state is compared by what the plan's `observe` gives, by the fields of actors that can be seen, and by the fields and getters of the
 * providers they were given; the report shows what differs. What is `#private` it cannot see: there it compares what is sent, and
 * what the plan checks.
 *
 * @throws RehearsalError when the plan fails although nothing goes wrong.
 * @throws NotRepeatableError, EscapedControlError when the application depends on more than the kit decides.
 * @example
 * ```ts
 * const report = await rehearsalReport(plan, { seed: 42 });
 * writeFileSync('docs/rehearsal-report.md', report.toMarkdown());
 * expectRehearsal(report, { notIdempotent: [], unnoticedWhenLost: [OrderConfirmed] });
 * ```
 */
export async function rehearsalReport(
  plan: RehearsalPlan,
  options: ReportOptions = {},
): Promise<RehearsalReport> {
  const { seed = 1, runs = 20, each = 3 } = options;
  checkCount('runs', runs, 0);
  checkCount('each', each, 1);
  return new Reporting(plan, seed, runs, each).report();
}

function checkCount(option: string, count: number, least: number): void {
  if (!(Number.isInteger(count) && count >= least))
    throw new InvalidOptionsError(option, `must be a whole number, ${least} or more; got ${count}`);
}
