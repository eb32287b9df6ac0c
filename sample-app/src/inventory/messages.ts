// What the inventory is told. It may be told again: then it does nothing, and answers as before.

export class ReserveStock {
  constructor(
    readonly orderId: string,
    readonly sku: string,
    readonly quantity: number,
  ) {}
}

/** What was reserved goes back on the shelf. */
export class ReleaseStock {
  constructor(
    readonly orderId: string,
    readonly sku: string,
  ) {}
}

/** What was reserved leaves for good. */
export class SellStock {
  constructor(
    readonly orderId: string,
    readonly sku: string,
  ) {}
}

// What it answers: not to a caller, but to whoever owns the message.

export class StockReserved {
  constructor(readonly orderId: string) {}
}

export class StockRefused {
  constructor(readonly orderId: string) {}
}

export class StockReleased {
  constructor(readonly orderId: string) {}
}

export class StockSold {
  constructor(readonly orderId: string) {}
}

// What it publishes.

export class StockChanged {
  constructor(
    readonly sku: string,
    readonly free: number,
    readonly reserved: number,
    readonly sold: number,
  ) {}
}
