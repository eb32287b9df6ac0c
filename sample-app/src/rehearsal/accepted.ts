import type { RehearsalThresholds } from 'nestjs-mailbox/testing';
import { ReleaseStock, ReserveStock, SellStock, StockChanged } from '../inventory/messages.js';
import {
  OrderCancelled,
  OrderConfirmed,
  OrderRejected,
  OrderShipped,
  ResumeOrder,
} from '../orders/messages.js';
import { ChargeCard, RefundCharge } from '../payment/messages.js';
import { CancelShipment, KeepParcel, ShipOrder } from '../shipping/messages.js';

/** Nobody waits for news. When some are lost, the views read in the books what they were not told. */
const NEWS = [OrderConfirmed, OrderShipped, OrderRejected, OrderCancelled, StockChanged];

/** Some of them remind somebody who has forgotten nothing: of a parcel that waits, or of an order that is alive. */
const REMINDERS = [ShipOrder, ResumeOrder];

/** Whoever is asked twice does it once and answers twice: it may be the first answer that was lost. */
const REQUESTS = [
  ReserveStock,
  ReleaseStock,
  SellStock,
  ChargeCard,
  RefundCharge,
  ShipOrder,
  CancelShipment,
  KeepParcel,
];

/** All that a report on the shop may say. If it says more, a test fails. */
export const ACCEPTED: RehearsalThresholds = {
  breaksWhenLost: [],
  unnoticedWhenLost: [...NEWS, ...REMINDERS],
  breaksWhenTwice: [],
  differsWhenTwice: [],
  notIdempotent: REQUESTS,
  breaksOnFailure: [],
  stuckOnFailure: [],
  mutated: [],
  lostOnTheWire: [],
  unseen: [],
  brokenByOrder: [],
  sharedProviders: [],
  ms: { worst: 10_000 },
};
