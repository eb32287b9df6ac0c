import type { BootCheck } from '../boot-finding.js';
import { dependenciesOf } from '../dependencies.js';
import { isKeyed } from '../found-handlers.js';
import { tokenName } from '../nest-container.js';

/** With dependencies that are shared, a keyed instance is a plain `new`; a transient one has Nest's injector run for each. */
export const activation: BootCheck = function* ({ actors }) {
  for (const actor of actors) {
    if (!isKeyed(actor)) continue;
    const transient = dependenciesOf(actor.wrapper).filter(({ provider }) => provider?.isTransient === true);
    if (transient.length === 0) continue;
    yield {
      code: 'TRANSIENT_DEPENDENCY',
      severity: 'warning',
      className: actor.className,
      cause: `has a transient dependency (${transient.map(({ token }) => tokenName(token)).join(', ')}): each of its instances is made by Nest's injector, which takes about a hundred times as long`,
      remedy: 'Inject a singleton, and ask it for what each instance needs, in onActivate().',
    };
  }
};
