import type { CellArguments } from '../cell-arguments.js';
import { figure, table } from '../report/table.js';
import type { Results } from '../results.js';
import { atLeast, atMost, type Section, type Target } from '../section.js';

const ROWS = { sync: 'sync handler', async: 'async handler', 'by hand': 'a fair loop, by hand' };
const OURS = ['sync', 'async'];
const MEASURES = ['timerP99', 'quietP99', 'samples', 'freshTimerP99', 'freshQuietP99', 'alone', 'watched'];
const cellOf = (form: string): CellArguments => ['flood', form];

/** What everybody else feels while one actor has a million messages waiting. */
export const flood: Section = {
  name: 'flood',
  cells: Object.keys(ROWS).map(cellOf),

  render(results: Results): string {
    const rows = Object.entries(ROWS).map(([form, name]) => [
      name,
      ...MEASURES.map((measure) => figure(results.find(cellOf(form), measure))),
    ]);
    return [
      '### Fairness: a million messages wait for one actor',
      table(
        [
          '',
          'a 1 ms timer is late, p99 ms',
          'a quiet actor waits, p99 ms',
          'samples',
          'timer, uncollected',
          'quiet actor, uncollected',
          'the flood by itself, ns',
          'with the two, ns',
        ],
        rows,
      ),
      'Uncollected: a million messages told in one go, which the garbage collector has not seen before they are handled. The fair loop ' +
        'is two arrays and a slice of 1 ms for each turn of the event loop: what the machine does to anybody.',
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    return OURS.flatMap((form) => [
      atMost(`flood, ${form}: timer p99`, 3, results.median(cellOf(form), 'timerP99'), 'ms'),
      atMost(`flood, ${form}: quiet actor p99`, 3, results.median(cellOf(form), 'quietP99'), 'ms'),
      atLeast(
        `flood, ${form}: of the unhindered throughput`,
        0.8,
        results.ratio(cellOf(form), cellOf(form), 'alone', 'watched'),
      ),
    ]);
  },
};
