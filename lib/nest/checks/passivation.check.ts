import type { BootCheck } from '../boot-finding.js';
import { isKeyed } from '../found-handlers.js';

/** Passivation takes an instance's fields away; who asks for it without an `onDeactivate` may not know. */
export const passivation: BootCheck = function* ({ actors }) {
  for (const actor of actors) {
    const { className, options, methods } = actor;
    if (options.idleTimeoutMs === undefined || !isKeyed(actor)) continue;
    if (methods.some(({ name }) => name === 'onDeactivate')) continue;
    yield {
      code: 'SILENT_PASSIVATION',
      severity: 'warning',
      className,
      cause: 'has an idleTimeoutMs and no onDeactivate: its fields are gone with each idle instance, unsaved',
      remedy: 'Save them in onDeactivate(), or say that there is nothing to save by an empty one.',
    };
  }
};
