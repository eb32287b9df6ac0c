// What terminus makes of the health indicator, at three moments of an application's life. Prints the answers as JSON.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Actor, Handle, MailboxModule, MailboxRuntime } from 'nestjs-mailbox';
import { MailboxHealthIndicator, MailboxTelemetryModule } from 'nestjs-mailbox/telemetry';

class Work {}

let finish: () => void = () => {};

@Actor()
class WorkerActor {
  @Handle(Work)
  async work(): Promise<void> {
    await new Promise<void>((resolve) => (finish = resolve));
  }
}

@Controller()
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly mailbox: MailboxHealthIndicator,
  ) {}

  @Get('ready')
  @HealthCheck()
  ready(): Promise<unknown> {
    return this.health.check([() => this.mailbox.isReady('mailbox', { maxDepth: 0, degradedAs: 'up' })]);
  }
}

@Module({
  imports: [MailboxModule.forRoot(), TerminusModule, MailboxTelemetryModule.forRoot()],
  providers: [WorkerActor],
  controllers: [HealthController],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const runtime = app.get(MailboxRuntime);
  const url = await app.getUrl();
  const answers: Record<string, unknown> = {};
  const ask = async (moment: string): Promise<void> => {
    const response = await fetch(`${url}/ready`);
    const { status, details } = (await response.json()) as {
      status: string;
      details: { mailbox?: { problems?: string[] } };
    };
    answers[moment] = [response.status, status, details.mailbox?.problems];
  };
  await ask('idle');
  runtime.tell(new Work());
  while (runtime.snapshot().totals.running === 0) await new Promise(setImmediate);
  runtime.tell(new Work());
  await ask('a message waits');
  const drained = runtime.drain();
  await ask('draining');
  while (runtime.snapshot().totals.running > 0) {
    finish();
    await new Promise(setImmediate);
  }
  await drained;
  await app.close();
  console.log(JSON.stringify(answers));
}

void main();
