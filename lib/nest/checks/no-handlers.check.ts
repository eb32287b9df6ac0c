import type { BootCheck } from '../boot-finding.js';

/** An actor that takes no message is a class that nobody can reach. */
export const noHandlers: BootCheck = function* ({ actors, strays }) {
  const withStrays = new Set(strays.map(({ className }) => className));
  for (const { className, methods } of actors) {
    if (withStrays.has(className) || methods.some(({ handlers }) => handlers.length > 0)) continue;
    yield {
      code: 'NO_HANDLERS',
      severity: 'warning',
      className,
      cause: 'is an actor without a handler: no message ever reaches it',
      remedy: 'Add @Handle or @Subscribe to its methods, or make it an ordinary provider.',
    };
  }
};
