// What the views tell themselves, by timers.

/** Some news may have got lost, or have come too late: time to read in the books. */
export class CatchUpOnOrders {}

export class CatchUpOnStock {}
