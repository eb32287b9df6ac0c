import type { CellArguments } from '../cell-arguments.js';
import { figure, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import { atLeast, ratio, type Section, type Target } from '../section.js';

const NEEDED: Readonly<Record<string, number>> = { Express: 0.95, Fastify: 0.85 };
const PLATFORMS = Object.keys(NEEDED);
const cellOf = (platform: string, kind: string): CellArguments => ['ingress', platform, kind];

function shareOf(platform: string, results: Results): number | undefined {
  const perSecond = (kind: string): number | undefined => results.median(cellOf(platform, kind), 'perSecond');
  return ratio(perSecond('deliver'), perSecond('empty'));
}

/** From HTTP POST to 202: a controller that validates and delivers, against one that does nothing. */
export const ingress: Section = {
  name: 'ingress',
  cells: PLATFORMS.flatMap((platform) => [cellOf(platform, 'empty'), cellOf(platform, 'deliver')]),

  render(results: Results): string {
    const rows = PLATFORMS.map((platform) => [
      platform,
      figure(results.find(cellOf(platform, 'empty'), 'perSecond')),
      figure(results.find(cellOf(platform, 'deliver'), 'perSecond')),
      times(shareOf(platform, results)),
    ]);
    return [
      '### HTTP: requests a second, POST to 202, client on the same machine',
      table(['', 'an empty controller', 'one that delivers', 'of the empty one'], rows),
      'The delivering controller checks the body against its schema, routes by key, and answers with a receipt.',
    ].join('\n\n');
  },

  targets(results: Results): readonly Target[] {
    return PLATFORMS.map((platform) =>
      atLeast(`deliver behind ${platform}`, NEEDED[platform] as number, shareOf(platform, results)),
    );
  },
};
