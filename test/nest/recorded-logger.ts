import type { MailboxLogger } from 'nestjs-mailbox';

/** A logger that keeps its lines, each with its level in front. */
export class RecordedLogger implements MailboxLogger {
  readonly lines: string[] = [];

  debug(): void {}

  log(message: string): void {
    this.lines.push(`log ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(message: string): void {
    this.lines.push(`error ${message}`);
  }
}
