import { ReleaseStock, ReserveStock, SellStock } from '../inventory/messages.js';
import { ChargeCard, RefundCharge } from '../payment/messages.js';
import { CancelShipment, ShipOrder } from '../shipping/messages.js';
import type { OrderEntry } from './order-book.js';

/**
 * What an order asks for at each stage. Whoever is asked knows the order by its id, does nothing twice and answers as before: so an
 * order that hears nothing asks again, without a thought about what got lost.
 */
export function requestOf({ order, amountCents, stage }: OrderEntry): object | undefined {
  const { orderId, sku, quantity, card } = order;
  switch (stage) {
    case 'reserving':
      return new ReserveStock(orderId, sku, quantity);
    case 'charging':
      return new ChargeCard(orderId, amountCents, card);
    case 'shipping':
      return new ShipOrder(orderId, sku, quantity);
    case 'cancelling':
      return new CancelShipment(orderId);
    case 'selling':
      return new SellStock(orderId, sku);
    case 'releasing':
      return new ReleaseStock(orderId, sku);
    case 'refunding':
      return new RefundCharge(orderId);
    case 'ended':
      return undefined;
  }
}
