import type { CellArguments } from '../cell-arguments.js';
import { figure, table } from '../report/table.js';
import type { Results } from '../results.js';
import { atLeast, atMost, ratio, type Section, type Target } from '../section.js';

const FORMS = ['sync', 'async'];
const cellOf = (form: string): CellArguments => ['flood', form];

/** What everybody else feels while one actor has a million messages waiting. */
export const flood: Section = {
  name: 'flood',
  cells: FORMS.map(cellOf),

  render(results: Results): string {
    const rows = FORMS.map((form) => [
      `${form} handler`,
      ...['timerP99', 'quietP99', 'samples', 'alone', 'watched'].map((measure) =>
        figure(results.find(cellOf(form), measure)),
      ),
    ]);
    return [
      '### Fairness: a million messages wait for one actor',
      table(
        [
          '',
          'a 1 ms timer is late, p99 ms',
          'a quiet actor waits, p99 ms',
          'samples',
          'flood alone, ns',
          'watched, ns',
        ],
        rows,
      ),
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    return FORMS.flatMap((form) => [
      atMost(`flood, ${form}: timer p99`, 3, results.median(cellOf(form), 'timerP99'), 'ms'),
      atMost(`flood, ${form}: quiet actor p99`, 3, results.median(cellOf(form), 'quietP99'), 'ms'),
      atLeast(
        `flood, ${form}: of the unhindered throughput`,
        0.8,
        ratio(results.median(cellOf(form), 'alone'), results.median(cellOf(form), 'watched')),
      ),
    ]);
  },
};
