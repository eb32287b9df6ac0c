import { actorAt } from './actor-name.js';
import type { Onlooker } from './onlooker.js';

/** A provider in which more than one has a hand. That may be meant: it is for a person to judge. */
export interface SharedProvider {
  /** Its class or token. */
  readonly provider: string;
  /** The actors that were given it. */
  readonly givenTo: readonly string[];
  /** The actors that change it; none: nothing of it can be seen. */
  readonly writtenBy: readonly string[];
  /** What more than one instance has changed, and who, a line each. */
  readonly contended: readonly string[];
}

/**
 * The providers that two actors change, or two instances of one actor in the same place; and those that two actors were given and of
 * which nothing can be seen.
 */
export function sharedProviders({ providers, writers, lasting }: Onlooker): readonly SharedProvider[] {
  const names = [...lasting.keys()];
  return providers
    .map(({ name, actors: givenTo }) => {
      const isOf = (field: string): boolean => field.startsWith(`${name}.`);
      const changes = [...writers].filter(([field]) => isOf(field));
      const writtenBy = [...new Set(changes.flatMap(([, places]) => [...places].map(actorAt)))].sort();
      const contended = changes
        .filter(([, places]) => places.size > 1)
        .map(([field, places]) => `${field} by ${[...places].sort().join(', ')}`);
      const isDark = changes.length === 0 && !names.some(isOf);
      return { provider: name, givenTo, writtenBy, contended, isDark };
    })
    .filter(
      ({ givenTo, writtenBy, contended, isDark }) =>
        writtenBy.length > 1 || contended.length > 0 || (isDark && givenTo.length > 1),
    )
    .map(({ provider, givenTo, writtenBy, contended }) => ({ provider, givenTo, writtenBy, contended }))
    .sort((one, other) => (one.provider < other.provider ? -1 : 1));
}
