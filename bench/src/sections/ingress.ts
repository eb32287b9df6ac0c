import type { CellArguments } from '../cell-arguments.js';
import { figure, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import { atLeast, type Section, type Target } from '../section.js';

const NEEDED: Readonly<Record<string, number>> = { Express: 0.95, Fastify: 0.85 };
const PLATFORMS = Object.keys(NEEDED);
/** What both controllers answer with. */
const ANSWERS = ['receipt', 'nothing'] as const;
type Answer = (typeof ANSWERS)[number];
const cellOf = (platform: string, answer: Answer): CellArguments => ['ingress', platform, answer];

/** From HTTP POST to 202: a controller that validates and delivers, against one that only gives the same answer. */
export const ingress: Section = {
  name: 'ingress',
  cells: PLATFORMS.flatMap((platform) => ANSWERS.map((answer) => cellOf(platform, answer))),

  render(results: Results): string {
    const rows = PLATFORMS.flatMap((platform) =>
      ANSWERS.map((answer) => [
        platform,
        answer === 'receipt' ? 'JSON, as long as a receipt' : 'nothing',
        figure(results.find(cellOf(platform, answer), 'empty')),
        figure(results.find(cellOf(platform, answer), 'delivering')),
        times(results.median(cellOf(platform, answer), 'share')),
      ]),
    );
    return [
      '### HTTP: requests a second, POST to 202, client on the same machine',
      table(['', 'both answer', 'an empty controller', 'one that delivers', 'of the empty one'], rows),
      'Both get the parsed body. The delivering one checks it against its schema, and delivers it by key to one of 1,000 instances.',
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    return PLATFORMS.flatMap((platform) =>
      ANSWERS.map((answer) =>
        atLeast(
          `deliver behind ${platform}, answering ${answer === 'receipt' ? 'with a receipt' : 'nothing'}`,
          NEEDED[platform] as number,
          results.median(cellOf(platform, answer), 'share'),
        ),
      ),
    );
  },
};
