import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { MailboxTelemetryModule } from 'nestjs-mailbox/telemetry';
import { MetricsController } from './metrics.controller.js';
import { ProbesController } from './probes.controller.js';

/** `GET /metrics`, `GET /health/live`, `GET /health/ready`. Spans go wherever an SDK of OpenTelemetry takes them, if there is one. */
@Module({
  imports: [MailboxTelemetryModule.forRoot({ tracing: true, metrics: true }), TerminusModule],
  controllers: [MetricsController, ProbesController],
})
export class TelemetryModule {}
