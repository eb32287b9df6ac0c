import type { MessageAttempt, MessageSend } from '../runtime/instrumentation.js';

/**
 * The names of OpenTelemetry's messaging conventions, in one place because they are not stable yet: `messaging.system` became
 * `messaging.system.name` in 1.45. Both are written until the new one is stable.
 */
const SYSTEM = 'nestjs-mailbox';

/** Names and values of a span. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

export function attributesOfSend({ type, id, correlationId, actor, verb }: MessageSend): SpanAttributes {
  return {
    ...common('send', type, id, correlationId),
    'mailbox.verb': verb,
    ...(actor !== undefined && { 'messaging.destination.name': actor }),
  };
}

export function attributesOfAttempt({ envelope, actor, handler }: MessageAttempt): SpanAttributes {
  const { type, id, correlationId, attempt } = envelope;
  return {
    ...common('process', type, id, correlationId),
    'messaging.destination.name': actor,
    'mailbox.handler': handler,
    'mailbox.attempt': attempt,
  };
}

/** How it went: the runtime's own words. */
export const OUTCOME = 'mailbox.outcome';

/** The convention's name for what went wrong, in a word of few values. */
export const ERROR_TYPE = 'error.type';

function common(
  operation: 'send' | 'process',
  type: string,
  id: string,
  conversation: string,
): SpanAttributes {
  return {
    'messaging.system': SYSTEM,
    'messaging.system.name': SYSTEM,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.message.id': id,
    'messaging.message.conversation_id': conversation,
    'mailbox.message.type': type,
  };
}
