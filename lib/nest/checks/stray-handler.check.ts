import type { BootCheck } from '../boot-finding.js';

/** A handler where no mailbox leads: outside an actor, on a static method, or for a class that was not there yet. */
export const strayHandler: BootCheck = function* ({ strays, actors }) {
  for (const { className, method, why } of strays) {
    const isStatic = why === 'static';
    yield {
      code: isStatic ? 'STATIC_HANDLER' : 'HANDLER_OUTSIDE_ACTOR',
      severity: 'error',
      className,
      method,
      cause: isStatic ? 'is a handler on a static method' : 'is a handler, but its class is no actor',
      remedy: isStatic
        ? 'Make it a method of instances: messages are handled by an instance.'
        : 'Add @Actor() to the class, or move the method into an actor.',
    };
  }
  for (const { type, methods } of actors) {
    for (const { name, handlers } of methods) {
      if (handlers.every(({ message }) => message !== undefined)) continue;
      yield {
        code: 'MISSING_MESSAGE_CLASS',
        severity: 'error',
        className: type.name,
        method: name,
        cause: 'has a decorator whose message class is undefined',
        remedy:
          'Two files import each other: move the message classes into a file that imports neither actor.',
      };
    }
  }
};
