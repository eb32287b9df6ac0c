import { ActivationContext, Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Catalogue } from '../catalogue/catalogue.js';
import { ReleaseStock, ReserveStock, SellStock, StockRefused, StockReserved } from '../inventory/messages.js';
import {
  CardDeclined,
  ChargeCard,
  PaymentTaken,
  PaymentUnavailable,
  RefundCharge,
} from '../payment/messages.js';
import { CancelShipment, ParcelShipped, ShipmentCancelled, ShipOrder } from '../shipping/messages.js';
import {
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
  type RejectionReason,
} from './messages.js';
import { OrderBook, type OrderEntry, type OrderStage } from './order-book.js';
import { OrderTerms } from './order-terms.js';

const ENDED: ReadonlySet<OrderStage> = new Set(['shipped', 'rejected', 'cancelled']);

/**
 * One order, from placed to shipped, rejected or cancelled. It decides what comes next, and nobody else does: the others answer to
 * what they are told and know nothing of the whole.
 *
 * A message that does not fit the stage is an old one come again, and changes nothing. That holds when the order has ended and its
 * instance is gone as well: the next instance finds the order in the book.
 */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
export class OrderActor {
  #entry: OrderEntry | undefined;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly book: OrderBook,
    private readonly terms: OrderTerms,
  ) {}

  /** The book outlives an instance, its timers don't: what waits for the carrier waits anew. */
  onActivate(context: ActivationContext): void {
    this.#entry = this.book.find(context.key ?? '');
    if (this.#entry?.stage === 'confirmed') this.#awaitCarrier(this.#entry, context);
  }

  @Handle(PlaceOrder, { ingress: true })
  place(order: PlaceOrder, context: ActorContext): void {
    if (this.#entry !== undefined) {
      context.logger.warn('the order was placed before; the first one counts');
      this.#rest(context);
      return;
    }
    const { orderId, sku, quantity } = order;
    const product = this.catalogue.find(sku);
    const entry: OrderEntry = {
      order,
      amountCents: (product?.priceCents ?? 0) * quantity,
      stage: 'reserving',
    };
    context.publish(new OrderPlaced(orderId, sku, quantity, entry.amountCents));
    if (product === undefined) {
      this.#reject(entry, 'unknown-product', context);
      return;
    }
    this.#move(entry, 'reserving', context);
    context.tell(new ReserveStock(orderId, sku, quantity));
  }

  @Handle(StockReserved)
  charge({ orderId }: StockReserved, context: ActorContext): void {
    const entry = this.#findAt('reserving', context);
    if (entry === undefined) return;
    this.#move(entry, 'charging', context);
    context.tell(new ChargeCard(orderId, entry.amountCents, entry.order.card));
  }

  @Handle(StockRefused)
  runOut(_message: StockRefused, context: ActorContext): void {
    const entry = this.#findAt('reserving', context);
    if (entry !== undefined) this.#reject(entry, 'out-of-stock', context);
  }

  @Handle(PaymentTaken)
  confirm({ orderId }: PaymentTaken, context: ActorContext): void {
    const entry = this.#findAt('charging', context);
    if (entry === undefined) return;
    const { sku, quantity } = entry.order;
    this.#move(entry, 'confirmed', context);
    context.tell(new ShipOrder(orderId, sku, quantity));
    this.#awaitCarrier(entry, context);
    context.publish(new OrderConfirmed(orderId));
  }

  @Handle(CardDeclined)
  decline(_message: CardDeclined, context: ActorContext): void {
    this.#giveBack('card-declined', context);
  }

  @Handle(PaymentUnavailable)
  giveUp(_message: PaymentUnavailable, context: ActorContext): void {
    this.#giveBack('payment-unavailable', context);
  }

  @Handle(ParcelShipped)
  ship({ orderId, parcel }: ParcelShipped, context: ActorContext): void {
    const entry = this.#findAt('confirmed', context);
    if (entry === undefined) return;
    this.#move(entry, 'shipped', context);
    context.logger.log(`shipped as ${parcel}`);
    context.tell(new SellStock(orderId, entry.order.sku));
    context.publish(new OrderShipped(orderId, parcel));
  }

  /**
   * The carrier may have come in this very moment. Only the dock knows, so the order asks it to cancel, and takes whichever answer
   * comes; until one does, it asks again.
   */
  @Handle(CarrierOverdue)
  urge({ orderId }: CarrierOverdue, context: ActorContext): void {
    const entry = this.#findAt('confirmed', context);
    if (entry === undefined) return;
    context.tell(new CancelShipment(orderId));
    this.#awaitCarrier(entry, context);
  }

  /** The parcel stays here for certain: now what was done can be undone. */
  @Handle(ShipmentCancelled)
  cancel({ orderId }: ShipmentCancelled, context: ActorContext): void {
    const entry = this.#findAt('confirmed', context);
    if (entry === undefined) return;
    this.#move(entry, 'cancelled', context);
    context.logger.warn('cancelled: the carrier did not come');
    context.tell(new RefundCharge(orderId));
    context.tell(new ReleaseStock(orderId, entry.order.sku));
    context.publish(new OrderCancelled(orderId, 'not-collected'));
  }

  #awaitCarrier({ order }: OrderEntry, { schedule }: ActivationContext): void {
    schedule.once('carrier', this.terms.carrierTimeoutMs, new CarrierOverdue(order.orderId));
  }

  /** Undoes the reservation: there is no transaction around several actors, there is a message that compensates. */
  #giveBack(reason: RejectionReason, context: ActorContext): void {
    const entry = this.#findAt('charging', context);
    if (entry === undefined) return;
    context.tell(new ReleaseStock(entry.order.orderId, entry.order.sku));
    this.#reject(entry, reason, context);
  }

  #reject(entry: OrderEntry, reason: RejectionReason, context: ActorContext): void {
    this.#move(entry, 'rejected', context);
    context.logger.log(`rejected: ${reason}`);
    context.publish(new OrderRejected(entry.order.orderId, reason));
  }

  #findAt(stage: OrderStage, context: ActorContext): OrderEntry | undefined {
    if (this.#entry?.stage === stage) return this.#entry;
    this.#rest(context);
    return undefined;
  }

  #move(entry: OrderEntry, stage: OrderStage, context: ActorContext): void {
    this.#entry = { ...entry, stage };
    this.book.write(this.#entry);
    this.#rest(context);
  }

  /** An order that has ended, or was never placed, needs no instance: its fields go, and its timer with them. */
  #rest(context: ActorContext): void {
    if (this.#entry === undefined || ENDED.has(this.#entry.stage)) context.passivate();
  }
}
