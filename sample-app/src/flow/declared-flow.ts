import type { DeclaredEdge } from 'nestjs-mailbox/testing';
import { InventoryActor } from '../inventory/inventory.actor.js';
import {
  ReleaseStock,
  ReserveStock,
  SellStock,
  StockChanged,
  StockRefused,
  StockReserved,
} from '../inventory/messages.js';
import {
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
} from '../orders/messages.js';
import { OrderActor } from '../orders/order.actor.js';
import {
  CardDeclined,
  ChargeCard,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from '../payment/messages.js';
import { PaymentActor } from '../payment/payment.actor.js';
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

/** Who may tell whom what in this shop. Everybody answers to an order and to nobody else; the views only listen. */
export const DECLARED_FLOW: readonly DeclaredEdge[] = [
  ['outside', PlaceOrder, OrderActor],
  ['outside', ParcelCollected, ShippingActor],

  [OrderActor, ReserveStock, InventoryActor],
  [OrderActor, ReleaseStock, InventoryActor],
  [OrderActor, SellStock, InventoryActor],
  [InventoryActor, StockReserved, OrderActor],
  [InventoryActor, StockRefused, OrderActor],

  [OrderActor, ChargeCard, PaymentActor],
  [OrderActor, RefundCharge, PaymentActor],
  [PaymentActor, RefundCharge, PaymentActor],
  [PaymentActor, PaymentTaken, OrderActor],
  [PaymentActor, CardDeclined, OrderActor],
  [PaymentActor, PaymentUnavailable, OrderActor],

  [OrderActor, ShipOrder, ShippingActor],
  [OrderActor, CancelShipment, ShippingActor],
  [OrderActor, CarrierOverdue, OrderActor],
  [ShippingActor, KeepParcel, ShippingActor],
  [ShippingActor, ParcelShipped, OrderActor],
  [ShippingActor, ShipmentCancelled, OrderActor],

  [OrderActor, OrderPlaced, OrderViewActor],
  [OrderActor, OrderConfirmed, OrderViewActor],
  [OrderActor, OrderShipped, OrderViewActor],
  [OrderActor, OrderRejected, OrderViewActor],
  [OrderActor, OrderCancelled, OrderViewActor],
  [InventoryActor, StockChanged, StockViewActor],
];
