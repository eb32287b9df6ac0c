export class Place {
  constructor(
    readonly orderId: string,
    readonly quantity = 1,
  ) {}
}

export class Placed {
  constructor(readonly orderId: string) {}
}
