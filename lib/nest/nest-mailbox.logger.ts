import { Logger } from '@nestjs/common';
import { describeError } from '../runtime/errors.js';
import type { LogFacts, MailboxLogger } from '../runtime/logger.js';

/** Writes through Nest's logger, and so through whatever the application has put in its place. */
export class NestMailboxLogger implements MailboxLogger {
  readonly #logger = new Logger('Mailbox');

  debug(message: string, facts?: LogFacts): void {
    this.#logger.debug(lineOf(message, facts));
  }

  log(message: string, facts?: LogFacts): void {
    this.#logger.log(lineOf(message, facts));
  }

  warn(message: string, facts?: LogFacts): void {
    this.#logger.warn(lineOf(message, facts));
  }

  error(message: string, facts?: LogFacts): void {
    const { error, ...others } = facts ?? {};
    this.#logger.error(lineOf(message, others), error instanceof Error ? error.stack : undefined);
  }
}

/** One text, as Nest's logger prints an object that it is given beside the text as a line of its own. */
function lineOf(message: string, facts: LogFacts = {}): string {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  if (known.length === 0) return message;
  return `${message} (${known.map(([name, value]) => `${name}=${textOf(value)}`).join(' ')})`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    if (!(value instanceof Error)) return JSON.stringify(value) ?? String(value);
  } catch {
    // a circle, a big number, a toJSON that throws
  }
  return describeError(value);
}
