export { EventStreamModule } from './event-stream/event-stream.module.js';
export type { EventStreamOptions, ExposedEvent } from './event-stream/event-stream-options.js';
export type { WindowSize } from './event-stream/event-window.js';
export type {
  CatalogOptions,
  IdempotencyOptions,
  IngressLimits,
  MailboxIngressOptions,
  SubjectUse,
} from './ingress-options.js';
export { MailboxIngressModule } from './mailbox-ingress.module.js';
