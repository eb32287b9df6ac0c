import { InvalidOptionsError } from '../runtime/index.js';
import { type Fault, faultText, parseFault } from './fault.js';
import { type Turn, UNTIL_QUIET } from './test-scheduler.js';

/** Everything that a run decides, so that it can be run again. */
export interface Script {
  readonly faults: readonly Fault[];
  /** The turns, in their order. Behind the last of them whoever has waited longest is next, and promises settle in between. */
  readonly turns: readonly Turn[];
  /** Which sends of the scenario are left out, counted from 1. */
  readonly without: readonly number[];
}

/** In order, and nothing goes wrong. */
export const PLAIN: Script = { faults: [], turns: [], without: [] };

/** Who has waited longest, when every promise has settled. */
export const PLAIN_TURN: Turn = { index: 0, pause: UNTIL_QUIET };

export function isPlain({ index, pause }: Turn): boolean {
  return index === 0 && pause === UNTIL_QUIET;
}

/** The turns without the plain ones at their end, which go without saying. */
export function trimmed(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(0, turns.findLastIndex((turn) => !isPlain(turn)) + 1);
}

/** Plays the turns of a script. */
export function playing(turns: readonly Turn[]): (waiting: readonly string[]) => Turn {
  let played = 0;
  return (waiting) => {
    const { index, pause } = turns[played] ?? PLAIN_TURN;
    played += 1;
    return { index: Math.min(index, waiting.length - 1), pause };
  };
}

/** `drop StockReserved from stock/book to order/o-1; turns 0 1+0 2; without 3`: what the option `replay` takes. */
export function scriptText({ faults, turns, without }: Script): string {
  const said = trimmed(turns).map(({ index, pause }) =>
    pause === UNTIL_QUIET ? String(index) : `${index}+${pause}`,
  );
  return [
    ...faults.map(faultText),
    ...(said.length > 0 ? [`turns ${said.join(' ')}`] : []),
    ...(without.length > 0 ? [`without ${without.join(' ')}`] : []),
  ].join('; ');
}

/** @throws InvalidOptionsError */
export function parseScript(text: string): Script {
  const faults: Fault[] = [];
  let turns: Turn[] = [];
  let without: number[] = [];
  for (const part of text.split('; ').filter((one) => one !== '')) {
    const [word, ...rest] = part.split(' ');
    const fault = parseFault(part);
    if (word === 'turns') turns = rest.map(parseTurn);
    else if (word === 'without') without = rest.map(Number);
    else if (fault !== undefined) faults.push(fault);
    else throw new InvalidOptionsError('replay', `is what a RehearsalError has printed; '${part}' is not`);
  }
  return { faults, turns, without };
}

function parseTurn(text: string): Turn {
  const [index, pause] = text.split('+').map(Number);
  return { index: index ?? 0, pause: pause ?? UNTIL_QUIET };
}
