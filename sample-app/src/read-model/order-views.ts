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

/** What a piece of news changes. */
export type OrderNews = Pick<OrderView, 'status' | 'reason' | 'parcel'>;

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

  /** News that come late change nothing: an order does not go back. */
  change(orderId: string, news: OrderNews): void {
    const view = this.#views.get(orderId);
    const isNews = view?.status === 'placed' || (view?.status === 'confirmed' && news.status !== 'confirmed');
    if (isNews) this.put({ ...view, ...news });
  }
}
