import { stripVTControlCharacters } from 'node:util';
import { MailboxError } from '../runtime/index.js';
import { faultText } from './fault.js';
import { callsOf, findingOf } from './finding.js';
import type { Failure, Run } from './rehearsal-run.js';
import { scriptText } from './script.js';
import type { Trace } from './trace.js';

/** Lines of the error of an invariant that a finding repeats; the rest is in `cause`. */
const EXCERPT = 12;

const BROKEN: Readonly<Record<Failure['where'], string>> = {
  scenario: 'the scenario could not be played to its end',
  always: 'what must hold `always` did not hold',
  eventually: 'what must come about `eventually` did not',
  handler: 'a handler returned a value, and its message is a dead letter',
};

/** A rehearsal found a way to break what has to hold. Its message says it in words, and how to see it again. */
export class RehearsalError extends MailboxError {
  readonly code = 'REHEARSAL_FAILED';
  /** Of the rehearsal. */
  readonly seed: number;
  /** The faults that are needed: `drop StockReserved from stock/book to order/o-1`. */
  readonly faults: readonly string[];
  /** Who told whom what. */
  readonly trace: Trace;
  /** For the option `replay`. */
  readonly replay: string;
  /** What went wrong and what followed, in words. */
  readonly finding: string;
  /** How many messages the shortest failing run has. */
  readonly messages: number;

  /**
   * @param failed The shortest run that fails.
   * @param plain The same sends when nothing goes wrong.
   * @param story Where it was found.
   */
  constructor(seed: number, failed: Run, plain: Run, story: string) {
    const { error, where } = failed.failure as Failure;
    const replay = scriptText(failed.script);
    const isPlain = plain.failure !== undefined;
    const finding = isPlain
      ? 'It takes no fault and no other order of turns: this fails as it stands.'
      : findingOf(failed, plain);
    super(
      [
        `rehearsal: ${BROKEN[where]}.`,
        indent(excerpt(error)),
        '',
        finding,
        '',
        'Who told whom what:',
        indent(failed.text),
        'Handled in this order:',
        indent(callsOf(failed)),
        '',
        story,
        `To see it again: await rehearse(plan, { replay: ${JSON.stringify(replay)} });`,
      ].join('\n'),
      { cause: error },
    );
    this.seed = seed;
    this.faults = failed.script.faults.map(faultText);
    this.trace = failed.trace;
    this.replay = replay;
    this.finding = finding;
    this.messages = failed.told.length;
  }
}

/** The same plan and the same seed gave two different runs. */
export class NotRepeatableError extends MailboxError {
  readonly code = 'NOT_REPEATABLE';

  constructor(first: string, second: string) {
    const others = second.split('\n');
    const index = first.split('\n').findIndex((line, at) => line !== others[at]);
    super(
      [
        'the same run, done twice, was not the same: something in the application depends on more than its messages and the clock of ' +
          'the kit, such as Date.now(), Math.random(), or state that outlives a run. The first difference:',
        `first:  ${first.split('\n')[index] ?? '(nothing more)'}`,
        `second: ${others[index] ?? '(nothing more)'}`,
      ].join('\n  '),
    );
  }
}

function excerpt(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, EXCERPT).join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
