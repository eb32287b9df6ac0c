import type { Spread } from '../statistics.js';
import { rounded } from '../section.js';

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export const NONE = '–';

/** A figure, marked when its rounds disagree. */
export function figure(spread: Spread | undefined): string {
  if (spread === undefined) return NONE;
  return `${rounded(spread.median)}${spread.isNoisy ? ' ~' : ''}`;
}

export function times(value: number | undefined): string {
  return value === undefined ? NONE : `${rounded(value)} ×`;
}
