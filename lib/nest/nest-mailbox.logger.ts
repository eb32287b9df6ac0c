import { Logger } from '@nestjs/common';
import type { LogFacts, MailboxLogger } from '../runtime/logger.js';
import { LogLine } from './log-line.js';

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

/** A sentence without facts is text, for loggers that know nothing else. */
function lineOf(message: string, facts: LogFacts = {}): string | LogLine {
  const isBare = Object.values(facts).every((value) => value === undefined);
  return isBare ? message : new LogLine(message, facts);
}
