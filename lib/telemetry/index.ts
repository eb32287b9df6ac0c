export {
  type MailboxHealth,
  MailboxHealthIndicator,
  type MailboxHealthOptions,
  type MailboxHealthResult,
  type MailboxHealthStatus,
} from './mailbox-health.indicator.js';
export { MailboxTelemetryModule } from './mailbox-telemetry.module.js';
export { MissingPeerError } from './missing-peer.error.js';
export type {
  MailboxTelemetryOptions,
  MetricsOptions,
  MetricsRegistry,
  SpanRelation,
  TracingOptions,
} from './telemetry-options.js';
