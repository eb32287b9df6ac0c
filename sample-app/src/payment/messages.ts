// What the payment is told.

export class ChargeCard {
  constructor(
    readonly orderId: string,
    readonly amountCents: number,
    readonly card: string,
  ) {}
}

/** Gives back what the gateway may have taken for an order. */
export class RefundCharge {
  constructor(readonly orderId: string) {}
}

// What it answers.

export class PaymentTaken {
  constructor(readonly orderId: string) {}
}

export class CardDeclined {
  constructor(readonly orderId: string) {}
}

/** The gateway stayed silent: nobody knows whether it charged, so a refund is under way. */
export class PaymentUnavailable {
  constructor(readonly orderId: string) {}
}
