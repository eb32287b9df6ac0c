import type { CellArguments } from '../cell-arguments.js';
import { figure, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import { OURS } from '../scene.js';
import { atMost, ratio, type Section, type Target } from '../section.js';

const LENGTHS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
const KEYS = [1, 1_000, 100_000, 1_000_000];
/** What the ends of the curves are compared with. */
const BASE = 1_000;
const MOST = 1.5;

const queue = (contestant: string, length: number): CellArguments => [
  'growth',
  'queue',
  contestant,
  String(length),
];
const keys = (contestant: string, count: number): CellArguments => [
  'growth',
  'keys',
  contestant,
  String(count),
];
const BARE_MAP = 'a bare Map';

/** Whether a message costs the same with many others waiting, and with many keys alive. */
export const growth: Section = {
  name: 'growth',
  cells: [
    ...LENGTHS.flatMap((length) => [queue('limit', length), queue(OURS, length)]),
    ...KEYS.flatMap((count) => [keys(BARE_MAP, count), keys(OURS, count)]),
  ],

  render(results: Results): string {
    const row = (cellOf: typeof queue, reference: string, count: number): string[] => {
      const growthOf = (name: string): number | undefined =>
        results.ratio(cellOf(name, count), cellOf(name, BASE), 'ns');
      return [
        count.toLocaleString('en'),
        ...[OURS, reference].flatMap((name) => [
          figure(results.find(cellOf(name, count), 'ns')),
          times(growthOf(name)),
        ]),
      ];
    };
    const head = (what: string, reference: string): string[] => [
      what,
      `${OURS}, ns`,
      'of 1,000',
      `${reference}, ns`,
      'of 1,000',
    ];
    return [
      '### Growth with the length of a queue',
      table(
        head('messages waiting', 'limit'),
        LENGTHS.map((length) => row(queue, 'limit', length)),
      ),
      '### Growth with the number of keys',
      table(
        head('keys', BARE_MAP),
        KEYS.map((count) => row(keys, BARE_MAP, count)),
      ),
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    const grown = (cellOf: typeof queue, name: string): number | undefined =>
      results.ratio(cellOf(name, 1_000_000), cellOf(name, BASE), 'ns');
    return [
      atMost(
        'a message in a queue of 1 M, of one in a queue of 1,000, beside the limit',
        MOST,
        ratio(grown(queue, OURS), grown(queue, 'limit')),
        '×',
      ),
      atMost(
        'growth from 1,000 keys to 1 M, beside a bare Map',
        MOST,
        ratio(grown(keys, OURS), grown(keys, BARE_MAP)),
        '×',
      ),
    ];
  },
};
