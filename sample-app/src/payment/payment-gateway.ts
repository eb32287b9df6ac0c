export interface Charge {
  /** The key of the charge: whatever is asked under it again is the same charge. */
  readonly orderId: string;
  readonly amountCents: number;
  readonly card: string;
}

export type ChargeAnswer = 'charged' | 'declined';

/**
 * The port to whoever takes the money.
 *
 * Both calls reject when no answer comes, which says nothing about what happened at the other end. So both are idempotent by order
 * id: asked again, `charge` answers as it did the first time and takes nothing twice, and `refund` gives nothing back twice.
 */
export abstract class PaymentGateway {
  abstract charge(charge: Charge): Promise<ChargeAnswer>;
  /** Gives back what was charged for an order, if anything was; a charge that comes later than that is declined. */
  abstract refund(orderId: string): Promise<void>;
}
