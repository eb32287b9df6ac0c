import { Injectable } from '@nestjs/common';
import type { CancellationReason, RejectionReason } from '../orders/messages.js';

/** What the world may know of an order. */
export interface OrderView {
  readonly orderId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly amountCents: number;
  readonly status: 'placed' | 'confirmed' | 'shipped' | 'rejected' | 'cancelled';
  readonly reason?: RejectionReason | CancellationReason;
  readonly parcel?: string;
}

/** The orders as the queries see them: a little later than they are, and never the actors themselves. */
@Injectable()
export class OrderViews {
  readonly #views = new Map<string, OrderView>();

  find(orderId: string): OrderView | undefined {
    return this.#views.get(orderId);
  }

  list(): OrderView[] {
    return [...this.#views.values()];
  }

  put(view: OrderView): void {
    this.#views.set(view.orderId, view);
  }

  change(orderId: string, change: Partial<OrderView>): void {
    const view = this.#views.get(orderId);
    if (view !== undefined) this.put({ ...view, ...change });
  }
}
