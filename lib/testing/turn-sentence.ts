import { inspect } from 'node:util';
import { type MessageClass, messageTypeOf } from '../runtime/index.js';
import type { HandlerCall, Run } from './rehearsal-run.js';

/** What is different about whose turn it was. */
export function turnsOf(failed: Run, plain: Run): readonly string[] {
  const usual = new Set(plain.calls.flatMap(overlapsOf));
  const overlaps = failed.calls.flatMap(overlapsOf).filter((line) => !usual.has(line));
  // Who was in the middle of something says it all; which of the two began is no news then.
  const inversions = overlaps.length > 0 ? [] : inversionsOf(failed.calls, plain.calls);
  return [...new Set([...overlaps, ...inversions])];
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
