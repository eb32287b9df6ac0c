export type {
  CatalogOptions,
  IdempotencyOptions,
  IngressLimits,
  MailboxIngressOptions,
} from './ingress-options.js';
export { MailboxIngressModule } from './mailbox-ingress.module.js';
