import type { BootCheck, BootFindingCode } from '../boot-finding.js';
import { isMessageClass } from '../found-handlers.js';
import type { DecoratedMember } from '../mailbox-metadata.accessor.js';
import { tokenName } from '../nest-container.js';

interface Verdict {
  readonly code: BootFindingCode;
  readonly cause: string;
  readonly remedy: string;
}

const OUTSIDE: Verdict = {
  code: 'HANDLER_OUTSIDE_ACTOR',
  cause: 'is a handler, but its class is no actor',
  remedy: 'Add @Actor() to the class, or move the method into an actor.',
};

const MAKE_IT_A_METHOD = 'Make it a method: name(message, context): void { ... }.';

/** What an actor can have a decorator on that no message is ever handed to. */
const MISPLACED: Readonly<Record<Exclude<DecoratedMember['kind'], 'method'>, Verdict>> = {
  'static method': {
    code: 'STATIC_HANDLER',
    cause: 'is a handler on a static method',
    remedy: 'Make it a method of instances: messages are handled by an instance.',
  },
  accessor: {
    code: 'NOT_A_METHOD',
    cause: 'is a handler on a getter or setter, which no message can be handed to',
    remedy: MAKE_IT_A_METHOD,
  },
  field: {
    code: 'NOT_A_METHOD',
    cause:
      'is a handler on a field: an arrow function in it is made with each instance, and no message finds it',
    remedy: MAKE_IT_A_METHOD,
  },
  'no method': {
    code: 'NOT_A_METHOD',
    cause:
      'is a handler on a name that is no method of the class: its constructor, what every object has, or a plain value',
    remedy: MAKE_IT_A_METHOD,
  },
  symbol: {
    code: 'NOT_A_METHOD',
    cause: 'is a handler named by a symbol, which logs and reports could not name',
    remedy: 'Give the method a name of its own.',
  },
  'lifecycle method': {
    code: 'LIFECYCLE_HANDLER',
    cause: 'is a lifecycle method, which the runtime calls with a context, and a handler as well',
    remedy: 'Move the handler to a method of its own.',
  },
};

const THENABLE: Verdict = {
  code: 'NOT_A_METHOD',
  cause: 'makes every instance look like a promise: whoever awaits one would call it, past the mailbox',
  remedy: 'Give it another name.',
};

/** A handler where no mailbox leads: outside an actor, on something that is no method, or for something that is no message. */
export const strayHandler: BootCheck = function* ({ strays, actors }) {
  for (const { className, member, isInActor } of strays) {
    const verdict = isInActor && member.kind !== 'method' ? MISPLACED[member.kind] : OUTSIDE;
    yield { severity: 'error', className, method: member.name, ...verdict };
  }
  for (const { className, type, methods } of actors) {
    if ('then' in (type.prototype as object)) {
      yield { severity: 'error', className, method: 'then', ...THENABLE };
    }
    for (const { name: method, handlers } of methods) {
      const missing = handlers.find(({ message }) => !isMessageClass(message));
      if (missing === undefined) continue;
      const given: unknown = missing.message;
      yield {
        code: 'MISSING_MESSAGE_CLASS',
        severity: 'error',
        className,
        method,
        ...(given === undefined
          ? {
              cause: 'has a decorator whose message class is undefined',
              remedy:
                'Two files import each other: move the message classes into a file that imports neither actor.',
            }
          : {
              cause: `has a decorator with what is no message class: ${tokenName(given)}`,
              remedy: 'Pass it the class of the message: @Handle(PlaceOrder).',
            }),
      };
    }
  }
};
