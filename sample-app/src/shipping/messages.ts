// What the shipping is told.

export class ShipOrder {
  constructor(
    readonly orderId: string,
    readonly sku: string,
    readonly quantity: number,
  ) {}
}

// What it answers.

export class ParcelShipped {
  constructor(
    readonly orderId: string,
    readonly parcel: string,
  ) {}
}
