import type { Target } from '../section.js';
import { NONE, table } from './table.js';

/** What a row that misses its target has to reach of it at least. */
const NEARLY = 0.8;

function verdict(share: number | undefined): string {
  if (share === undefined) return 'not measured';
  if (share >= 1) return 'met';
  return `**missed**, ${Math.floor(share * 100)} % of it${share < NEARLY ? '' : ', nearly'}`;
}

/** Each target, and whether it was met. */
export function renderTargets(targets: readonly Target[]): string {
  const measured = targets.filter(({ share }) => share !== undefined);
  const met = measured.filter(({ share }) => (share as number) >= 1).length;
  const rows = measured.map(({ what, needed, measured: figure = NONE, share }) => [
    what,
    needed,
    figure,
    verdict(share),
  ]);
  return [`### Targets: ${met} of ${measured.length} met`, table(['', 'target', 'measured', ''], rows)].join(
    '\n\n',
  );
}
