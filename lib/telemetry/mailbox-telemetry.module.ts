import { type DynamicModule, Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { MailboxRuntime } from '../runtime/runtime.js';
import { MailboxHealthIndicator } from './mailbox-health.indicator.js';
import { registerMetrics } from './metrics.js';
import { loadOpenTelemetry, loadPromClient } from './optional-peer.js';
import {
  type MailboxTelemetryOptions,
  type ResolvedTelemetryOptions,
  resolveTelemetryOptions,
} from './telemetry-options.js';
import { Tracing } from './tracing.js';

/** What the module has set up, and how that is taken down again. */
const MAILBOX_TELEMETRY = Symbol.for('nestjs-mailbox:telemetry');

/**
 * Shows what the mailboxes do: spans for OpenTelemetry, metrics for Prometheus, and a health indicator for terminus.
 *
 * Import it beside `MailboxModule.forRoot()`. Each part is off until it is asked for, and costs nothing then.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [MailboxModule.forRoot(), MailboxTelemetryModule.forRoot({ tracing: true, metrics: true }), OrdersModule],
 * })
 * class AppModule {}
 * ```
 */
@Module({})
export class MailboxTelemetryModule implements OnModuleDestroy {
  constructor(@Inject(MAILBOX_TELEMETRY) private readonly takeDown: () => void) {}

  /**
   * @param options See {@link MailboxTelemetryOptions}; what is left out is off.
   * @throws InvalidOptionsError
   */
  static forRoot(options: MailboxTelemetryOptions = {}): DynamicModule {
    const resolved = resolveTelemetryOptions(options);
    return {
      module: MailboxTelemetryModule,
      providers: [
        {
          provide: MAILBOX_TELEMETRY,
          // Resolved before any onModuleInit, so before actors are registered.
          useFactory: (runtime: MailboxRuntime) => setUp(runtime, resolved),
          inject: [MailboxRuntime],
        },
        MailboxHealthIndicator,
      ],
      exports: [MailboxHealthIndicator],
    };
  }

  onModuleDestroy(): void {
    this.takeDown();
  }
}

async function setUp(
  runtime: MailboxRuntime,
  { tracing, metrics }: ResolvedTelemetryOptions,
): Promise<() => void> {
  if (tracing !== undefined) {
    const api = await loadOpenTelemetry();
    runtime.instrument(new Tracing(api, tracing.relation));
  }
  if (metrics === undefined) return () => {};
  const client = await loadPromClient();
  return registerMetrics(client, runtime, metrics.registry, metrics.buckets);
}
