// What the payment is told. It may be told again: the gateway knows the order, and answers as before.

export class ChargeCard {
  constructor(
    readonly orderId: string,
    readonly amountCents: number,
    readonly card: string,
  ) {}
}

/** Gives back what the gateway may have taken for an order; it takes nothing more for it. */
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

/** The gateway stayed silent: nobody knows whether it charged. */
export class PaymentUnavailable {
  constructor(readonly orderId: string) {}
}

export class ChargeRefunded {
  constructor(readonly orderId: string) {}
}
