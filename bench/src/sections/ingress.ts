import type { CellArguments } from '../cell-arguments.js';
import { figure, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import { atLeast, type Section, type Target } from '../section.js';

const NEEDED: Readonly<Record<string, number>> = { Express: 0.95, Fastify: 0.85 };
const PLATFORMS = Object.keys(NEEDED);
/** What all of them answer with. */
const ANSWERS = ['receipt', 'nothing'] as const;
type Answer = (typeof ANSWERS)[number];
const cellOf = (platform: string, answer: Answer): CellArguments => ['ingress', platform, answer];

/** From HTTP POST to 202: controllers that deliver, with and without a schema, against one that only gives the same answer. */
export const ingress: Section = {
  name: 'ingress',
  cells: PLATFORMS.flatMap((platform) => ANSWERS.map((answer) => cellOf(platform, answer))),

  isHeld(): boolean {
    return true;
  },

  render(results: Results): string {
    const rows = PLATFORMS.flatMap((platform) =>
      ANSWERS.map((answer) => [
        platform,
        answer === 'receipt' ? 'JSON, as long as a receipt' : 'nothing',
        figure(results.find(cellOf(platform, answer), 'empty')),
        figure(results.find(cellOf(platform, answer), 'deliver')),
        times(results.median(cellOf(platform, answer), 'deliverShare')),
        figure(results.find(cellOf(platform, answer), 'checked')),
        times(results.median(cellOf(platform, answer), 'checkedShare')),
      ]),
    );
    return [
      '### HTTP: requests for a second of the server’s processor, POST to 202',
      table(
        [
          '',
          'they answer',
          'an empty controller',
          'one that delivers',
          'of the empty one',
          'one that checks and delivers',
          'of the empty one',
        ],
        rows,
      ),
      'All get the parsed body. Two deliver it by key to one of 1,000 instances; the last has it checked against a schema (zod) before, as `deliver` is meant to be used, and the targets are for that one.',
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    return PLATFORMS.flatMap((platform) =>
      ANSWERS.map((answer) =>
        atLeast(
          `deliver behind ${platform}, answering ${answer === 'receipt' ? 'with a receipt' : 'nothing'}`,
          NEEDED[platform] as number,
          results.median(cellOf(platform, answer), 'checkedShare'),
        ),
      ),
    );
  },
};
