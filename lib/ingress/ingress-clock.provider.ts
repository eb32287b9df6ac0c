import type { FactoryProvider } from '@nestjs/common';
import { MAILBOX_SYSTEM } from '../nest/index.js';
import type { RuntimeWorld } from '../runtime/actor-system.js';
import { type Clock, systemClock } from '../runtime/clock.js';
import { INGRESS_CLOCK } from './ingress.constants.js';

/** The runtime's clock, which a test may have replaced. */
export const ingressClock: FactoryProvider<Clock> = {
  provide: INGRESS_CLOCK,
  useFactory: ({ clock }: Partial<RuntimeWorld>) => clock ?? systemClock,
  inject: [MAILBOX_SYSTEM],
};
