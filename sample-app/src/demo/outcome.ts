import type { GatewayEntry } from '../payment/in-memory-gateway.js';
import type { StockMovement } from '../inventory/stock-ledger.js';
import type { CancellationReason, RejectionReason } from '../orders/messages.js';

/** How an order ended; `open`: it has not. */
export type Ending = 'shipped' | RejectionReason | CancellationReason | 'open';

/** An order that was accepted, as it was sent, and how it ended. */
export interface EndedOrder {
  readonly orderId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly amountCents: number;
  readonly ending: Ending;
}

/** Everything that is known when the demo is over. */
export interface Outcome {
  readonly orders: readonly EndedOrder[];
  /** Requests that the door refused, and requests that came for the second time. */
  readonly refused: number;
  readonly repeated: number;
  readonly deadLetters: number;
  /** The gateway's own book, and the warehouse's. */
  readonly payments: readonly GatewayEntry[];
  readonly movements: readonly StockMovement[];
}
