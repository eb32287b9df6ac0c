import type { Median } from '../results.js';
import { rounded } from '../section.js';

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export const NONE = '–';

/** A figure, marked when its rounds disagree, and when most of them are of a processor that somebody slowed. */
export function figure(found: Median | undefined): string {
  if (found === undefined) return NONE;
  return `${rounded(found.median)}${found.isNoisy ? ' ~' : ''}${found.isHindered ? ' ‡' : ''}`;
}

export function times(value: number | undefined): string {
  return value === undefined ? NONE : `${rounded(value)} ×`;
}
