import type { BootCheck } from '../boot-finding.js';
import { findRefName } from '../actor-ref.providers.js';

/** Nobody holds an actor; who wants to talk to one has its ref, and the actor exists. */
export const injection: BootCheck = function* ({ actors, injections }) {
  const names = new Set(actors.map(({ name }) => name));
  const byWrapper = new Map(actors.map((actor) => [actor.wrapper, actor]));
  for (const { consumer, module, provider, isOptional } of injections) {
    const actor = byWrapper.get(provider);
    if (actor !== undefined) {
      yield {
        code: 'ACTOR_INJECTED',
        severity: 'error',
        className: consumer,
        cause: `(${module}) has the actor ${actor.className} injected, and would get an instance without a mailbox`,
        remedy: `Inject its ref, @InjectActor(${actor.className}), or the MailboxRuntime, and tell it messages.`,
      };
    }
    const name = findRefName(provider);
    if (name !== undefined && !names.has(name) && !isOptional) {
      yield {
        code: 'MISSING_ACTOR',
        severity: 'error',
        className: consumer,
        cause: `(${module}) has a ref to the actor '${name}' injected, which this application lacks`,
        remedy:
          'Import the module that provides it, or add @Optional(); in a test, override getActorToken(...) or add the actor.',
      };
    }
  }
};
