/**
 * Where a runtime writes what a person has to know. Nest's `Logger` fits; so does `console`.
 *
 * Each line is a sentence and, where there are any, the facts as one object.
 */
export interface MailboxLogger {
  debug(message: string, facts?: LogFacts): void;
  log(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  error(message: string, facts?: LogFacts): void;
}

/** The facts of one log line. Messages themselves are never among them: they may hold secrets. */
export type LogFacts = Readonly<Record<string, unknown>>;

/** The logger of a runtime that got none. */
// oxlint-disable-next-line no-restricted-globals -- the one place where a runtime without a logger writes
export const consoleLogger: MailboxLogger = console;
