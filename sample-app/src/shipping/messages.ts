// What the shipping is told. It may be told again: then it answers as before, if there is an answer.

export class ShipOrder {
  constructor(
    readonly orderId: string,
    readonly sku: string,
    readonly quantity: number,
  ) {}
}

/** The parcel is not to leave, unless it has left already. */
export class CancelShipment {
  constructor(readonly orderId: string) {}
}

/** What the carrier reports. */
export class ParcelCollected {
  constructor(readonly orderId: string) {}
}

/** What the dock tells itself: to decide, now, that a parcel stays. */
export class KeepParcel {
  constructor(readonly orderId: string) {}
}

// What it answers.

export class ParcelShipped {
  constructor(
    readonly orderId: string,
    readonly parcel: string,
  ) {}
}

/** The parcel has not left, and never will. */
export class ShipmentCancelled {
  constructor(readonly orderId: string) {}
}
