import { Controller, Get, Module, type INestApplication } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { register } from 'prom-client';
import { Actor, Handle, InvalidOptionsError, MailboxRuntime } from 'nestjs-mailbox';
import {
  MailboxHealthIndicator,
  MailboxTelemetryModule,
  type MailboxTelemetryOptions,
} from 'nestjs-mailbox/telemetry';
import { compileApplication } from '../nest/test-application.js';

class Work {}

const held: (() => void)[] = [];

@Actor()
class WorkerActor {
  @Handle(Work)
  work(): Promise<void> {
    return new Promise((resolve) => held.push(resolve));
  }
}

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly mailbox: MailboxHealthIndicator,
  ) {}

  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([() => this.mailbox.isAlive()]);
  }

  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.mailbox.isReady('mailbox', { maxDepth: 0 })]);
  }
}

@Module({
  imports: [MailboxTelemetryModule.forRoot({ metrics: true }), TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [WorkerActor],
})
class ShopModule {}

describe('MailboxTelemetryModule', () => {
  it('puts metrics into the global registry, and takes them out when the application closes', async () => {
    const { module, runtime } = await compileApplication({ imports: [ShopModule] });
    await module.init();
    runtime.publish(new Work());
    expect(await register.metrics()).toContain('mailbox_depth{actor="worker"} 0');
    await module.close();
    expect(await register.metrics()).not.toContain('mailbox');
  });

  it('refuses options that it does not know, with their path', () => {
    const refused: readonly (readonly [unknown, string])[] = [
      [{ spans: true }, 'telemetry.spans'],
      [{ tracing: 'yes' }, 'telemetry.tracing'],
      [{ tracing: { relation: 'child' } }, 'telemetry.tracing.relation'],
      [{ metrics: { registry: {} } }, 'telemetry.metrics.registry'],
      [{ metrics: { buckets: [1, 1] } }, 'telemetry.metrics.buckets'],
      [{ metrics: { buckets: [] } }, 'telemetry.metrics.buckets'],
      [null, 'telemetry'],
    ];
    for (const [options, path] of refused) {
      const open = (): unknown => MailboxTelemetryModule.forRoot(options as MailboxTelemetryOptions);
      expect(open).toThrow(InvalidOptionsError);
      expect(open).toThrow(path);
    }
  });
});

describe('terminus', () => {
  let app: INestApplication;
  let url: string;

  beforeEach(async () => {
    const { module } = await compileApplication({ imports: [ShopModule] });
    app = module.createNestApplication();
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterEach(async () => {
    for (const settle of held.splice(0)) settle();
    await app.close();
  });

  async function ask(probe: 'live' | 'ready'): Promise<string> {
    const response = await fetch(`${url}/health/${probe}`);
    const { status, details } = (await response.json()) as HealthCheckResult;
    return `${response.status} ${status} ${details['mailbox']?.status} ${JSON.stringify(details['mailbox']?.['problems'])}`;
  }

  it('shows the mailboxes as they are: up, degraded, and down while they drain', async () => {
    const runtime = app.get(MailboxRuntime);
    expect(await ask('live')).toBe('200 ok up []');
    expect(await ask('ready')).toBe('200 ok up []');
    runtime.tell(new Work());
    await ask('live');
    runtime.tell(new Work());
    expect(await ask('ready')).toBe('200 degraded degraded ["worker has 1 messages queued, more than 0"]');
    const drained = runtime.drain();
    expect(await ask('ready')).toBe('503 error down ["the runtime is draining"]');
    expect(await ask('live')).toBe('200 ok up []');
    while (runtime.state !== 'closed') {
      for (const settle of held.splice(0)) settle();
      await new Promise(setImmediate);
    }
    await drained;
    expect(await ask('live')).toBe('503 error down ["the runtime is closed"]');
  });
});
