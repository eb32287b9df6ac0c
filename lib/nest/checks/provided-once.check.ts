import type { BootCheck } from '../boot-finding.js';
import type { FoundActor } from '../exploration.js';
import { type Constructor, tokenName } from '../nest-container.js';

/** An actor is provided once, as a class: two providers would be two mailboxes, and an alias would have Nest make one. */
export const providedOnce: BootCheck = function* ({ actors, substitutes }) {
  const byType = new Map<Constructor, FoundActor>();
  for (const actor of actors) {
    const first = byType.get(actor.type) ?? actor;
    byType.set(actor.type, first);
    if (first === actor) continue;
    const isSameModule = first.wrapper.host === actor.wrapper.host;
    yield {
      code: 'PROVIDED_TWICE',
      severity: 'error',
      className: actor.className,
      cause: isSameModule
        ? `is provided under two tokens: ${tokenName(first.token)} and ${tokenName(actor.token)}`
        : `is provided by two modules: ${first.module} and ${actor.module}`,
      remedy: isSameModule
        ? 'Provide it once.'
        : 'Provide it in one module; other modules need no import, they inject its ref or tell its messages.',
    };
  }
  for (const { className, form, token, module } of substitutes) {
    yield {
      code: 'NOT_PROVIDED_AS_CLASS',
      severity: 'error',
      className,
      cause: `is provided by ${form} in ${module} (token ${tokenName(token)})`,
      remedy:
        'List the class itself among the providers. In a test, replace it by a subclass with useClass, or watch it with kit.probe.',
    };
  }
};
