import { contestants, loadContestant } from './contestants.js';
import { features } from './mailbox/features.js';
import type { Section } from './section.js';
import { FeaturesSection } from './sections/features.js';
import { flood } from './sections/flood.js';
import { growth } from './sections/growth.js';
import { ingress } from './sections/ingress.js';
import { WorkloadsSection } from './sections/workloads.js';

/** All that is measured, in the order of the report, and the packages it is measured against. */
export async function allSections(): Promise<{
  readonly sections: readonly Section[];
  readonly libraries: readonly string[];
}> {
  const all = await Promise.all(contestants.map(loadContestant));
  const libraries = all.flatMap(({ library }) => (library === undefined ? [] : [library]));
  return {
    sections: [new WorkloadsSection(all), new FeaturesSection(Object.keys(features)), growth, flood, ingress],
    libraries: [...new Set(libraries)],
  };
}
