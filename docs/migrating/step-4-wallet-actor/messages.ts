export class ChargeGuest {
  constructor(
    readonly bookingId: string,
    readonly guest: string,
    readonly amount: number,
  ) {}
}

/** Takes back what was charged for a booking. If nothing was, it does nothing. */
export class RefundGuest {
  constructor(
    readonly bookingId: string,
    readonly guest: string,
  ) {}
}

export class GuestCharged {
  constructor(readonly bookingId: string) {}
}

/** What was an exception. */
export class ChargeDeclined {
  constructor(
    readonly bookingId: string,
    readonly reason: string,
  ) {}
}

/** A timer's message: somebody has not answered. */
export class BookingOverdue {
  constructor(readonly bookingId: string) {}
}
