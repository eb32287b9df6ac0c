import type { DeclaredEdge } from 'nestjs-mailbox/testing';
import { InventoryActor } from '../inventory/inventory.actor.js';
import {
  ReleaseStock,
  ReserveStock,
  SellStock,
  StockChanged,
  StockRefused,
  StockReleased,
  StockReserved,
  StockSold,
} from '../inventory/messages.js';
import {
  AnswerOverdue,
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
  ResumeOrder,
  WatchOrders,
} from '../orders/messages.js';
import { OrderActor } from '../orders/order.actor.js';
import { OrderWatchActor } from '../orders/order-watch.actor.js';
import {
  CardDeclined,
  ChargeCard,
  ChargeRefunded,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from '../payment/messages.js';
import { PaymentActor } from '../payment/payment.actor.js';
import { CatchUpOnOrders, CatchUpOnStock } from '../read-model/messages.js';
import { OrderViewActor } from '../read-model/order-view.actor.js';
import { StockViewActor } from '../read-model/stock-view.actor.js';
import {
  CancelShipment,
  KeepParcel,
  ParcelCollected,
  ParcelShipped,
  ShipmentCancelled,
  ShipOrder,
} from '../shipping/messages.js';
import { ShippingActor } from '../shipping/shipping.actor.js';

/** What actors tell themselves by timers. */
export const TICKS: readonly DeclaredEdge[] = [
  [OrderActor, AnswerOverdue, OrderActor],
  [OrderActor, CarrierOverdue, OrderActor],
  [OrderWatchActor, WatchOrders, OrderWatchActor],
  [OrderViewActor, CatchUpOnOrders, OrderViewActor],
  [StockViewActor, CatchUpOnStock, StockViewActor],
];

/** Who may tell whom what in this shop. Everybody answers to an order and to nobody else; the views only listen. */
export const DECLARED_FLOW: readonly DeclaredEdge[] = [
  ['outside', PlaceOrder, OrderActor],
  ['outside', ParcelCollected, ShippingActor],

  [OrderActor, ReserveStock, InventoryActor],
  [OrderActor, ReleaseStock, InventoryActor],
  [OrderActor, SellStock, InventoryActor],
  [InventoryActor, StockReserved, OrderActor],
  [InventoryActor, StockRefused, OrderActor],
  [InventoryActor, StockReleased, OrderActor],
  [InventoryActor, StockSold, OrderActor],

  [OrderActor, ChargeCard, PaymentActor],
  [OrderActor, RefundCharge, PaymentActor],
  [PaymentActor, PaymentTaken, OrderActor],
  [PaymentActor, CardDeclined, OrderActor],
  [PaymentActor, PaymentUnavailable, OrderActor],
  [PaymentActor, ChargeRefunded, OrderActor],

  [OrderActor, ShipOrder, ShippingActor],
  [OrderActor, CancelShipment, ShippingActor],
  [ShippingActor, KeepParcel, ShippingActor],
  [ShippingActor, ParcelShipped, OrderActor],
  [ShippingActor, ShipmentCancelled, OrderActor],

  [OrderWatchActor, ResumeOrder, OrderActor],

  [OrderActor, OrderPlaced, OrderViewActor],
  [OrderActor, OrderConfirmed, OrderViewActor],
  [OrderActor, OrderShipped, OrderViewActor],
  [OrderActor, OrderRejected, OrderViewActor],
  [OrderActor, OrderCancelled, OrderViewActor],
  [InventoryActor, StockChanged, StockViewActor],

  ...TICKS,
];
