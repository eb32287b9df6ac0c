import { Controller, Get } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { MailboxHealthIndicator } from 'nestjs-mailbox/telemetry';

@Controller('health')
export class ProbesController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly mailbox: MailboxHealthIndicator,
  ) {}

  /** 503: only a new process helps. */
  @Get('live')
  @HealthCheck()
  live(): Promise<HealthCheckResult> {
    return this.health.check([() => this.mailbox.isAlive()]);
  }

  /** 503: send nothing more here. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.mailbox.isReady()]);
  }
}
