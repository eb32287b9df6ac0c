import { consoleLogger, type LogFacts, type MailboxLogger } from './logger.js';
import { onRejection } from './thenable.js';

/**
 * A logger that never throws, over one that may: a line that fails in the middle of a message would end the process, or leave its
 * mailbox busy for ever. What the logger does not take is written to the console.
 */
export class GuardedLogger implements MailboxLogger {
  static over(logger: MailboxLogger): GuardedLogger {
    return logger instanceof GuardedLogger ? logger : new GuardedLogger(logger);
  }

  private constructor(private readonly logger: MailboxLogger) {}

  debug(message: string, facts?: LogFacts): void {
    this.#write('debug', message, facts);
  }

  log(message: string, facts?: LogFacts): void {
    this.#write('log', message, facts);
  }

  warn(message: string, facts?: LogFacts): void {
    this.#write('warn', message, facts);
  }

  error(message: string, facts?: LogFacts): void {
    this.#write('error', message, facts);
  }

  #write(level: keyof MailboxLogger, message: string, facts: LogFacts | undefined): void {
    const failed = (): void => consoleLogger[level](`${message} (the logger of the application threw)`);
    try {
      const written: unknown =
        facts === undefined ? this.logger[level](message) : this.logger[level](message, facts);
      onRejection(written, failed);
    } catch {
      failed();
    }
  }
}
