import { inspect } from 'node:util';
import { causeOf, mutationsOf } from './cause-sentence.js';
import type { HandlerCall, Run, Told } from './rehearsal-run.js';
import { times } from './times.js';
import { turnsOf } from './turn-sentence.js';

/** Lines of each part of a finding; what comes later follows from what came first. */
const MOST_LINES = 6;

/**
 * Says in words what went wrong in a run and what followed: by what is different from a run of the same sends in which nothing goes
 * wrong.
 */
export function findingOf(failed: Run, plain: Run): string {
  const { faults } = failed.script;
  const causes = [...faults.map((fault) => causeOf(fault, failed, plain)), ...mutationsOf(failed)];
  const turns = faults.length === 0 ? turnsOf(failed, plain) : [];
  const none = turns.length === 0 ? 'somebody had a turn at another moment' : undefined;
  return [
    ...section(faults.length === 0 ? 'No fault is needed, the order of turns is enough' : 'What went wrong', [
      ...causes,
      ...turns,
      ...(causes.length === 0 && none !== undefined ? [none] : []),
    ]),
    ...section('What followed', consequencesOf(failed, plain)),
  ].join('\n');
}

/** The calls of handlers in their order, a line each. */
export function callsOf({ calls }: Run): string {
  return calls.map((call, index) => `${index + 1}. ${callLine(call)}`).join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_LINES).map((line) => `  - ${line}`);
  const left = lines.length - shown.length;
  return [`${title}:`, ...shown, ...(left > 0 ? [`  - and ${left} more`] : [])];
}

function callLine({ label, to, message, beside }: HandlerCall): string {
  const meanwhile = beside.filter((one) => one.to !== to);
  const during =
    meanwhile.length === 0
      ? ''
      : `, while ${meanwhile.map((one) => `${one.to} is in ${one.label}`).join(', ')}`;
  return `${to} handles ${inspect(message, { breakLength: Infinity, depth: 3 })} in ${label}${during}`;
}

/** What came less often, or more often, than when nothing goes wrong. */
function consequencesOf(failed: Run, plain: Run): readonly string[] {
  const { faults } = failed.script;
  const struck = new Set(faults.map(({ type, from, to }) => `${type} ${from} ${to}`));
  const names = new Map<string, Told>();
  for (const one of [...plain.told, ...failed.told]) if (!names.has(nameOf(one))) names.set(nameOf(one), one);
  const missing: string[] = [];
  const others: string[] = [];
  for (const [name, one] of names) {
    const { type, to } = one;
    const from = one.from ?? 'somebody outside';
    const usual = handled(plain, name);
    const count = handled(failed, name);
    const isStruck = struck.has(`${type} ${one.from ?? 'outside'} ${to}`);
    const wasTold = failed.told.some((each) => nameOf(each) === name);
    if (count < usual) {
      if (isStruck && wasTold) continue; // it has been said what became of it
      if (count > 0)
        missing.push(`${type} from ${from} to ${to} came ${times(count)} instead of ${times(usual)}`);
      else if (wasTold) missing.push(`${type}, which ${from} told ${to}, was never handled`);
      else
        missing.push(
          `${type} never came: when nothing goes wrong, ${from} tells it to ${to}; so ${to} never heard of it`,
        );
    } else if (count > usual && usual > 0) {
      if (isStruck && faults.every(({ kind }) => kind === 'duplicate')) continue; // the same
      others.push(`${type} from ${from} to ${to} was handled ${times(count)} instead of ${times(usual)}`);
    } else if (count > usual)
      others.push(
        `${from} told ${to === from ? 'itself' : to} ${type}, which does not happen when nothing goes wrong`,
      );
  }
  return [...missing, ...others];
}

function nameOf({ type, from, to }: Told): string {
  return `${type} ${from} ${to}`;
}

function handled({ told }: Run, name: string): number {
  return told.filter((one) => nameOf(one) === name && one.outcome === 'handled').length;
}
