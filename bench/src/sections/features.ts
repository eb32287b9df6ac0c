import type { CellArguments } from '../cell-arguments.js';
import { figure, table, times } from '../report/table.js';
import type { Results } from '../results.js';
import type { Section, Target } from '../section.js';

/** As `mailbox/features.ts` knows them. The first is what the others are compared with. */
export class FeaturesSection implements Section {
  readonly name = 'features';

  constructor(private readonly features: readonly string[]) {}

  get cells(): readonly CellArguments[] {
    return this.features.map((feature) => ['features', feature] as const);
  }

  isHeld(): boolean {
    return true;
  }

  render(results: Results): string {
    const base = ['features', this.features[0] as string] as const;
    const rows = this.features.map((feature) => [
      feature,
      figure(results.find(['features', feature], 'ns')),
      times(results.ratio(['features', feature], base, 'ns')),
    ]);
    return [
      '### What each feature costs: the sync count with one thing changed',
      table(['', 'ns a message', 'of the defaults'], rows),
      "The process runs with `NODE_ENV=production`, where `freeze: 'development'`, the default, freezes nothing.",
    ].join('\n\n');
  }

  targets(): readonly Target[] {
    return [];
  }
}
