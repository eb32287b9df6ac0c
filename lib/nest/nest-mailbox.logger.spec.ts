import { jest } from '@jest/globals';
import { ConsoleLogger, Logger, type LoggerService } from '@nestjs/common';
import { LogLine } from './log-line.js';
import { NestMailboxLogger } from './nest-mailbox.logger.js';

describe('NestMailboxLogger', () => {
  const lines: unknown[][] = [];
  const keep =
    (level: string) =>
    (...line: unknown[]) =>
      void lines.push([level, ...line.map((part) => (part instanceof LogLine ? part.toString() : part))]);
  const recorder: LoggerService = {
    log: keep('log'),
    warn: keep('warn'),
    error: keep('error'),
    debug: keep('debug'),
  };

  beforeEach(() => {
    lines.length = 0;
    Logger.overrideLogger(recorder);
  });
  afterEach(() => Logger.overrideLogger(['log', 'warn', 'error', 'debug']));

  it('writes one line through the logger of the application, facts included', () => {
    const logger = new NestMailboxLogger();
    logger.log('drained');
    logger.warn('dead letter', { reason: 'expired', id: 'x-1', handler: undefined, attempt: 2 });
    logger.debug('deep', { path: ['a'] });
    expect(lines).toEqual([
      ['log', 'drained', 'Mailbox'],
      ['warn', 'dead letter (reason=expired id=x-1 attempt=2)', 'Mailbox'],
      ['debug', 'deep (path=["a"])', 'Mailbox'],
    ]);
  });

  it('hands the stack of an error on, and survives whatever else was thrown', () => {
    const logger = new NestMailboxLogger();
    const error = new Error('broken');
    logger.error('it failed', { error, actor: 'order' });
    logger.error('it failed', { error: 'a string' });
    const circular: { self?: unknown } = {};
    circular.self = circular;
    logger.warn('odd', { circular, big: 1n });
    expect(lines).toEqual([
      ['error', 'it failed (actor=order)', error.stack, 'Mailbox'],
      ['error', 'it failed', undefined, 'Mailbox'],
      ['warn', 'odd (circular=[object Object] big=1)', 'Mailbox'],
    ]);
  });

  it('gives Nest’s own logger text to print, or fields for its JSON', () => {
    const written: string[] = [];
    const write = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((chunk) => written.push(String(chunk)) > 0);
    try {
      const facts = {
        reason: 'expired',
        attempt: 2,
        message: 'not this',
        odd: 1n,
        error: new Error('broken'),
      };
      for (const json of [false, true]) {
        Logger.overrideLogger(new ConsoleLogger({ json, colors: false }));
        new NestMailboxLogger().warn('dead letter', facts);
      }
    } finally {
      write.mockRestore();
    }
    expect(written[0]).toContain('WARN [Mailbox] dead letter (reason=expired attempt=2 odd=1 error=broken)');
    expect(JSON.parse(written[1] ?? '')).toMatchObject({
      level: 'warn',
      context: 'Mailbox',
      message: { message: 'dead letter', reason: 'expired', attempt: 2, odd: '1', error: 'broken' },
    });
  });
});
