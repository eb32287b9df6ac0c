import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Actor, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';
import { readConfiguration } from './configuration.js';
import { loggerOf } from './logging.js';

class Fail {}

@Actor()
class FailingActor {
  @Handle(Fail)
  fail(): void {
    throw new Error('out of beans');
  }
}

@Module({ imports: [MailboxModule.forRoot()], providers: [FailingActor] })
class FailingModule {}

/** What is written to standard output and standard error meanwhile. */
async function outputOf(act: () => Promise<void>): Promise<string> {
  let output = '';
  const streams = [process.stdout, process.stderr].map((stream) => ({
    stream,
    write: stream.write.bind(stream),
  }));
  for (const { stream } of streams) {
    stream.write = (text: string | Uint8Array) => {
      output += String(text);
      return true;
    };
  }
  await act();
  for (const { stream, write } of streams) stream.write = write;
  return output;
}

describe('loggerOf', () => {
  it('writes a JSON object a line in production, a failed message included', async () => {
    const output = await outputOf(async () => {
      const logger = loggerOf(readConfiguration({ NODE_ENV: 'production' }));
      const app = await NestFactory.createApplicationContext(FailingModule, { logger });
      app.get(MailboxRuntime).tell(new Fail());
      await app.close();
    });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.find(({ message }) => JSON.stringify(message).includes('FailingActor.fail'))).toMatchObject({
      level: expect.stringMatching(/warn|error/) as string,
      timestamp: expect.any(Number) as number,
      context: 'Mailbox',
      message: { reason: 'handler-failed', type: 'Fail', handler: 'FailingActor.fail' },
    });
  });

  it('leaves out what is below its level', async () => {
    const output = await outputOf(async () => {
      const logger = loggerOf(readConfiguration({ LOG_LEVEL: 'warn' }));
      logger.log('a log line');
      logger.warn('a warning');
    });
    expect(output).not.toContain('a log line');
    expect(output).toContain('a warning');
  });
});
