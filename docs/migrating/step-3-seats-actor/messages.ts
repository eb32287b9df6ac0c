export class ReserveSeats {
  constructor(
    readonly bookingId: string,
    readonly workshop: string,
    readonly seats: number,
  ) {}
}

export class ReleaseSeats {
  constructor(
    readonly bookingId: string,
    readonly workshop: string,
  ) {}
}

/** What was `true`. */
export class SeatsReserved {
  constructor(readonly bookingId: string) {}
}

/** What was `false`, or an exception. */
export class SeatsRefused {
  constructor(
    readonly bookingId: string,
    readonly reason: string,
  ) {}
}

/** An event, for those who show how many are free. */
export class FreeSeatsChanged {
  constructor(
    readonly workshop: string,
    readonly free: number,
  ) {}
}
