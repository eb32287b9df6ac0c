import { findMessageDeclaration } from '../../runtime/message.js';
import type { BootCheck } from '../boot-finding.js';
import { handlersOf } from '../found-handlers.js';
import { tokenName } from '../nest-container.js';

/** What comes from outside is checked, so it has something to be checked against. */
export const ingress: BootCheck = function* ({ actors }) {
  for (const { kind, className, method, message, options } of actors.flatMap(handlersOf)) {
    if (kind !== 'handle' || options.ingress !== true) continue;
    if (findMessageDeclaration(message)?.schema !== undefined) continue;
    yield {
      code: 'INGRESS_WITHOUT_SCHEMA',
      severity: 'error',
      className,
      method,
      cause: `lets ${tokenName(message)} in from outside, which has no schema`,
      remedy:
        "Give it one, with defineMessage('...', schema) or @MessageType('...', { schema }), or take ingress: true away.",
    };
  }
};
