import { Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Catalogue } from '../catalogue/catalogue.js';
import { ReleaseStock, ReserveStock, SellStock, StockRefused, StockReserved } from '../inventory/messages.js';
import { CardDeclined, ChargeCard, PaymentTaken, PaymentUnavailable } from '../payment/messages.js';
import { ParcelShipped, ShipOrder } from '../shipping/messages.js';
import {
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
  type RejectionReason,
} from './messages.js';

/**
 * One order, from placed to shipped or rejected. It decides what comes next, and nobody else does: the others answer to what they
 * are told and know nothing of the whole.
 *
 * A message that does not fit the stage is an old one come again, and changes nothing.
 */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
export class OrderActor {
  #stage: 'new' | 'reserving' | 'charging' | 'confirmed' | 'shipped' | 'rejected' = 'new';
  #order: PlaceOrder | undefined;
  #amountCents = 0;

  constructor(private readonly catalogue: Catalogue) {}

  @Handle(PlaceOrder)
  place(order: PlaceOrder, context: ActorContext): void {
    if (this.#stage !== 'new') {
      context.logger.warn('the order was placed before; the first one counts');
      return;
    }
    const { orderId, sku, quantity } = order;
    const product = this.catalogue.find(sku);
    this.#order = order;
    this.#amountCents = (product?.priceCents ?? 0) * quantity;
    context.publish(new OrderPlaced(orderId, sku, quantity, this.#amountCents));
    if (product === undefined) {
      this.#reject('unknown-product', context);
      return;
    }
    this.#stage = 'reserving';
    context.tell(new ReserveStock(orderId, sku, quantity));
  }

  @Handle(StockReserved)
  charge({ orderId }: StockReserved, context: ActorContext): void {
    if (this.#stage !== 'reserving' || this.#order === undefined) return;
    this.#stage = 'charging';
    context.tell(new ChargeCard(orderId, this.#amountCents, this.#order.card));
  }

  @Handle(StockRefused)
  runOut(_message: StockRefused, context: ActorContext): void {
    if (this.#stage === 'reserving') this.#reject('out-of-stock', context);
  }

  @Handle(PaymentTaken)
  confirm({ orderId }: PaymentTaken, context: ActorContext): void {
    if (this.#stage !== 'charging' || this.#order === undefined) return;
    const { sku, quantity } = this.#order;
    this.#stage = 'confirmed';
    context.tell(new SellStock(orderId, sku));
    context.tell(new ShipOrder(orderId, sku, quantity));
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
    if (this.#stage !== 'confirmed') return;
    this.#stage = 'shipped';
    context.logger.log(`shipped as ${parcel}`);
    context.publish(new OrderShipped(orderId, parcel));
  }

  /** Undoes the reservation: there is no transaction around several actors, there is a message that compensates. */
  #giveBack(reason: RejectionReason, context: ActorContext): void {
    if (this.#stage !== 'charging' || this.#order === undefined) return;
    context.tell(new ReleaseStock(this.#order.orderId, this.#order.sku));
    this.#reject(reason, context);
  }

  #reject(reason: RejectionReason, context: ActorContext): void {
    this.#stage = 'rejected';
    context.logger.log(`rejected: ${reason}`);
    context.publish(new OrderRejected((this.#order as PlaceOrder).orderId, reason));
  }
}
