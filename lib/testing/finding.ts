import { inspect } from 'node:util';
import { type MessageClass, messageTypeOf } from '../runtime/index.js';
import type { Fault } from './fault.js';
import type { HandlerCall, Run, Told } from './rehearsal-run.js';
import { times } from './times.js';

/** Lines of each part of a finding; what comes later follows from what came first. */
const MOST_LINES = 6;

/**
 * Says in words what went wrong in a run and what followed: by what is different from a run of the same sends in which nothing goes
 * wrong.
 */
export function findingOf(failed: Run, plain: Run): string {
  const { faults } = failed.script;
  const causes = [...faults.map(faultSentence), ...mutationsOf(failed)];
  const turns = faults.length === 0 || causes.length === 0 ? turnsOf(failed, plain) : [];
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

function faultSentence({ kind, amount, type, from, to, nth }: Fault): string {
  const which = nth === 1 ? '' : ` as the ${nth}. of its kind`;
  const told = `${type}, which ${from === 'outside' ? 'somebody outside' : from} told ${to}${which}`;
  switch (kind) {
    case 'drop':
      return `${told}, was lost: ${to} never heard of it`;
    case 'duplicate':
      return `${told}, came twice${amount === 0 ? '' : ', the second time when all else was over'}`;
    case 'delay':
      return `${told}, came ${amount} ms late`;
    case 'reorder':
      return `${told}, came behind what was told later`;
    case 'fail':
      return `${told}, made its handler throw, once`;
    case 'crash':
      return `the application crashed when ${told}, had been ${
        amount === 0 ? 'accepted and not been handled' : 'handled'
      }; fields and queues were gone, and it started again`;
  }
}

function mutationsOf({ mutations }: Run): readonly string[] {
  return mutations.map(
    ({ message, to, told, seen }) =>
      `${messageTypeOf(message.constructor as MessageClass)} was changed after it had been told: it was ${told}, and ${to} saw ${seen}`,
  );
}

/** What came less often, or more often, than when nothing goes wrong. */
function consequencesOf(failed: Run, plain: Run): readonly string[] {
  const struck = new Set(failed.script.faults.map(({ type, from, to }) => `${type} ${from} ${to}`));
  const names = new Map<string, Told>();
  for (const one of [...plain.told, ...failed.told]) if (!names.has(nameOf(one))) names.set(nameOf(one), one);
  const missing: string[] = [];
  const others: string[] = [];
  for (const [name, one] of names) {
    const { type, to } = one;
    const from = one.from ?? 'somebody outside';
    const usual = handled(plain, name);
    const count = handled(failed, name);
    const wasTold = failed.told.some((each) => nameOf(each) === name);
    if (count < usual) {
      if (struck.has(`${type} ${one.from ?? 'outside'} ${to}`) && wasTold) continue; // it has been said what became of it
      if (count > 0)
        missing.push(`${type} from ${from} to ${to} came ${times(count)} instead of ${times(usual)}`);
      else if (wasTold) missing.push(`${type}, which ${from} told ${to}, was never handled`);
      else
        missing.push(
          `${type} never came: when nothing goes wrong, ${from} tells it to ${to}; so ${to} never heard of it`,
        );
    } else if (count > usual && usual > 0)
      others.push(`${type} from ${from} to ${to} was handled ${times(count)} instead of ${times(usual)}`);
    else if (count > usual)
      others.push(`${type} came from ${from} to ${to}: it does not when nothing goes wrong`);
  }
  return [...missing, ...others];
}

/** What is different about whose turn it was. */
function turnsOf(failed: Run, plain: Run): readonly string[] {
  const lines = new Set<string>();
  const usual = new Set(plain.calls.flatMap(overlapsOf));
  for (const overlap of failed.calls.flatMap(overlapsOf)) if (!usual.has(overlap)) lines.add(overlap);
  for (const line of inversionsOf(failed.calls, plain.calls)) lines.add(line);
  return [...lines];
}

function overlapsOf({ label, to, message, beside }: HandlerCall): readonly string[] {
  const type = typeOf(message);
  return beside
    .filter((one) => one.to !== to)
    .map(
      (one) =>
        `${to} began to handle ${type} (${label}) while ${one.to} was still handling ${typeOf(one.message)} (${one.label} awaits)`,
    );
}

/** Pairs that come the other way round, first those at one receiver. */
function inversionsOf(calls: readonly HandlerCall[], usual: readonly HandlerCall[]): readonly string[] {
  const place = new Map<string, number>();
  for (const [index, call] of usual.entries()) if (!place.has(textOf(call))) place.set(textOf(call), index);
  const own: string[] = [];
  const others: string[] = [];
  for (const [index, first] of calls.entries()) {
    for (const second of calls.slice(index + 1)) {
      const [one, two] = [place.get(textOf(first)), place.get(textOf(second))];
      if (one === undefined || two === undefined || one <= two) continue;
      if (first.to === second.to) {
        own.push(
          `${first.to} handled ${contentOf(first)} before ${contentOf(second)}; when nothing goes wrong it is the other way round`,
        );
      } else {
        others.push(
          `${first.to} handled ${contentOf(first)} before ${second.to} handled ${contentOf(second)}; when nothing goes wrong it is the other way round`,
        );
      }
    }
  }
  return own.length > 0 ? own : others;
}

function textOf(call: HandlerCall): string {
  return `${call.to} ${contentOf(call)}`;
}

function contentOf({ message }: HandlerCall): string {
  return inspect(message, { breakLength: Infinity, depth: 3 });
}

function typeOf(message: object): string {
  return messageTypeOf(message.constructor as MessageClass);
}

function nameOf({ type, from, to }: Told): string {
  return `${type} ${from} ${to}`;
}

function handled({ told }: Run, name: string): number {
  return told.filter((one) => nameOf(one) === name && one.outcome === 'handled').length;
}
