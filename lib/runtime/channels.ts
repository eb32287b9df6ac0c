import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { DeadLetter } from './dead-letter.js';
import type {
  AttemptOutcome,
  AttemptTrace,
  MailboxInstrumentation,
  MessageAttempt,
  MessageSend,
  SendOutcome,
  SendTrace,
} from './instrumentation.js';

/** What subscribers of the tracing channel `mailbox:send` get: one object for `start`, `error` and `end` of one send. */
export interface SendChannelMessage extends Omit<MessageSend, 'headers'> {
  /** What travels with the message. A subscriber of `start` may add to it. */
  readonly headers: Record<string, string>;
  /** How the send went; there from `error` and `end` on. */
  outcome?: SendOutcome;
  /** Why it was refused, if it was. */
  error?: unknown;
}

/**
 * What subscribers of the tracing channel `mailbox:process` get: one object for one attempt. `start` and `end` enclose the
 * handler's synchronous part, `asyncStart` and `asyncEnd` come when the attempt has ended, whether it awaited anything or not.
 */
export interface ProcessChannelMessage extends MessageAttempt {
  /** How the attempt ended; there from `error`, `asyncStart` and `asyncEnd` on. */
  outcome?: AttemptOutcome;
  /** What went wrong, if anything did. */
  error?: unknown;
}

/** What subscribers of the channel `mailbox:dead-letter` get. */
export type DeadLetterChannelMessage = DeadLetter;

const sends = tracingChannel<unknown, SendChannelMessage>('mailbox:send');
const attempts = tracingChannel<unknown, ProcessChannelMessage>('mailbox:process');
const deadLetters = channel('mailbox:dead-letter');

// Asked for every message: of the channels that are published to, and not of the tracing channel, which asks for all of its five.
const { start: sendStart, error: sendError, end: sendEnd } = sends;
const { start, end, error, asyncStart, asyncEnd } = attempts;

/** In two halves, each short enough for V8 to take it in wherever it is called. */
export function isSendHeard(): boolean {
  return sendStart.hasSubscribers || isSendsEndHeard();
}

function isSendsEndHeard(): boolean {
  return sendError.hasSubscribers || sendEnd.hasSubscribers;
}

/** Whether anybody listens to anything that is asked for in a handler, or about one. */
export function isHeard(): boolean {
  return isProcessHeard() || isSendHeard();
}

export function isProcessHeard(): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    error.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers
  );
}

export function publishDeadLetter(letter: DeadLetterChannelMessage): void {
  if (deadLetters.hasSubscribers) deadLetters.publish(letter);
}

/** Tells the subscribers of Node's diagnostics channels; nothing, while there are none. */
export const channelInstrumentation: MailboxInstrumentation = {
  send(send: MessageSend): SendTrace | undefined {
    if (!sends.hasSubscribers) return undefined;
    const facts: SendChannelMessage = { ...send, headers: { ...send.headers } };
    sends.start.publish(facts);
    return {
      headers: facts.headers,
      end: (outcome) => {
        facts.outcome = outcome;
        if (outcome.kind === 'refused') {
          facts.error = outcome.error;
          sends.error.publish(facts);
        }
        sends.end.publish(facts);
      },
    };
  },

  process(attempt: MessageAttempt): AttemptTrace | undefined {
    if (!attempts.hasSubscribers) return undefined;
    const facts: ProcessChannelMessage = { ...attempt };
    return {
      run: (call) => {
        attempts.start.runStores(facts, call);
        attempts.end.publish(facts);
      },
      end: (outcome) => {
        facts.outcome = outcome;
        if ('error' in outcome) {
          facts.error = outcome.error;
          attempts.error.publish(facts);
        }
        attempts.asyncStart.publish(facts);
        attempts.asyncEnd.publish(facts);
      },
    };
  },
};
