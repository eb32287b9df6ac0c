import type { RehearsalOptions, RehearsalPlan } from 'nestjs-mailbox/testing';

/** A design that does not hold, and one that does. */
export interface Exhibit {
  readonly title: string;
  readonly broken: RehearsalPlan;
  readonly mended: RehearsalPlan;
  readonly faults: NonNullable<RehearsalOptions['faults']>;
}
