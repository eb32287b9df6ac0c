import { ActivationContext, Actor, ActorContext, Handle } from 'nestjs-mailbox';
import { Catalogue } from '../catalogue/catalogue.js';
import { StockRefused, StockReleased, StockReserved, StockSold } from '../inventory/messages.js';
import { CardDeclined, ChargeRefunded, PaymentTaken, PaymentUnavailable } from '../payment/messages.js';
import { ParcelShipped, ShipmentCancelled } from '../shipping/messages.js';
import {
  AnswerOverdue,
  CarrierOverdue,
  OrderCancelled,
  OrderConfirmed,
  OrderPlaced,
  OrderRejected,
  OrderShipped,
  PlaceOrder,
  type RejectionReason,
  ResumeOrder,
} from './messages.js';
import { OrderBook, type OrderEntry, type OrderStage } from './order-book.js';
import { OrderTerms } from './order-terms.js';
import { requestOf } from './request.js';

/**
 * One order, from placed to shipped, rejected or cancelled. It decides what comes next, and nobody else does: the others answer to
 * what they are told and know nothing of the whole.
 *
 * At each stage there is one request that it waits for an answer to. It asks again until one comes, so nothing that gets lost on the
 * way holds it up for ever. An answer that does not fit the stage is an old one come again, and changes nothing. All that holds when
 * the instance is gone as well: the next one finds the order in the book.
 */
@Actor({ keyBy: (message: { orderId: string }) => message.orderId })
export class OrderActor {
  #entry: OrderEntry | undefined;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly book: OrderBook,
    private readonly terms: OrderTerms,
  ) {}

  /** The book outlives an instance, its timers don't: what waits for an answer waits anew. */
  onActivate(context: ActivationContext): void {
    this.#entry = this.book.find(context.key ?? '');
    if (this.#entry === undefined || this.#entry.stage === 'ended') return;
    this.#awaitAnswer(this.#entry, context);
    if (this.#entry.stage === 'shipping') this.#awaitCarrier(this.#entry, context);
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
    const amountCents = (product?.priceCents ?? 0) * quantity;
    const entry: OrderEntry = { order, amountCents, stage: 'reserving' };
    context.publish(new OrderPlaced(orderId, sku, quantity, amountCents));
    if (product === undefined) this.#reject(entry, 'ended', 'unknown-product', context);
    else this.#enter(entry, context);
  }

  @Handle(StockReserved)
  charge(_message: StockReserved, context: ActorContext): void {
    this.#goOn('reserving', 'charging', context);
  }

  @Handle(StockRefused)
  runOut(_message: StockRefused, context: ActorContext): void {
    this.#reject(this.#findAt(['reserving'], context), 'ended', 'out-of-stock', context);
  }

  @Handle(PaymentTaken)
  confirm({ orderId }: PaymentTaken, context: ActorContext): void {
    const entry = this.#goOn('charging', 'shipping', context);
    if (entry === undefined) return;
    this.#awaitCarrier(entry, context);
    context.publish(new OrderConfirmed(orderId));
  }

  @Handle(CardDeclined)
  decline(_message: CardDeclined, context: ActorContext): void {
    this.#reject(this.#findAt(['charging'], context), 'releasing', 'card-declined', context);
  }

  @Handle(PaymentUnavailable)
  giveUp(_message: PaymentUnavailable, context: ActorContext): void {
    this.#reject(this.#findAt(['charging'], context), 'releasing', 'payment-unavailable', context);
  }

  @Handle(ParcelShipped)
  ship({ orderId, parcel }: ParcelShipped, context: ActorContext): void {
    const entry = this.#findAt(['shipping', 'cancelling'], context);
    if (entry === undefined) return;
    context.logger.log(`shipped as ${parcel}`);
    this.#enter({ ...entry, stage: 'selling', outcome: { status: 'shipped', parcel } }, context);
    context.publish(new OrderShipped(orderId, parcel));
  }

  /** The carrier may have come in this very moment. Only the dock knows, so the order takes whichever answer comes. */
  @Handle(CarrierOverdue)
  urge(_message: CarrierOverdue, context: ActorContext): void {
    this.#goOn('shipping', 'cancelling', context);
  }

  /** The parcel stays here for certain: now what was done can be undone. */
  @Handle(ShipmentCancelled)
  cancel({ orderId }: ShipmentCancelled, context: ActorContext): void {
    const entry = this.#findAt(['shipping', 'cancelling'], context);
    if (entry === undefined) return;
    context.logger.warn('cancelled: the carrier did not come');
    const outcome = { status: 'cancelled', reason: 'not-collected' } as const;
    this.#enter({ ...entry, stage: 'releasing', outcome }, context);
    context.publish(new OrderCancelled(orderId, 'not-collected'));
  }

  @Handle(StockSold)
  end(_message: StockSold, context: ActorContext): void {
    this.#goOn('selling', 'ended', context);
  }

  /** Also when nothing was taken: then it gives nothing back, and a charge that comes late is declined. */
  @Handle(StockReleased)
  refund(_message: StockReleased, context: ActorContext): void {
    this.#goOn('releasing', 'refunding', context);
  }

  @Handle(ChargeRefunded)
  endUndone(_message: ChargeRefunded, context: ActorContext): void {
    this.#goOn('refunding', 'ended', context);
  }

  @Handle(AnswerOverdue)
  askAgain(_message: AnswerOverdue, context: ActorContext): void {
    if (this.#entry !== undefined) this.#ask(this.#entry, context);
  }

  /** That it is told anything at all is enough: an instance has come to life, and waits. */
  @Handle(ResumeOrder)
  resume(_message: ResumeOrder, context: ActorContext): void {
    this.#rest(context);
  }

  /** There is no transaction around several actors: what was done is undone by messages that compensate. */
  #reject(
    entry: OrderEntry | undefined,
    stage: 'releasing' | 'ended',
    reason: RejectionReason,
    context: ActorContext,
  ): void {
    if (entry === undefined) return;
    context.logger.log(`rejected: ${reason}`);
    this.#enter({ ...entry, stage, outcome: { status: 'rejected', reason } }, context);
    context.publish(new OrderRejected(entry.order.orderId, reason));
  }

  #goOn(from: OrderStage, stage: OrderStage, context: ActorContext): OrderEntry | undefined {
    const entry = this.#findAt([from], context);
    if (entry !== undefined) this.#enter({ ...entry, stage }, context);
    return entry;
  }

  #findAt(stages: readonly OrderStage[], context: ActorContext): OrderEntry | undefined {
    if (this.#entry !== undefined && stages.includes(this.#entry.stage)) return this.#entry;
    this.#rest(context);
    return undefined;
  }

  /** First the book, then the request: whatever is asked for, a next instance knows of. */
  #enter(entry: OrderEntry, context: ActorContext): void {
    this.#entry = entry;
    this.book.write(entry);
    this.#ask(entry, context);
    this.#rest(context);
  }

  #ask(entry: OrderEntry, context: ActorContext): void {
    const request = requestOf(entry);
    if (request === undefined) return;
    context.tell(request);
    this.#awaitAnswer(entry, context);
  }

  #awaitAnswer({ order }: OrderEntry, { schedule }: ActivationContext): void {
    schedule.once('answer', this.terms.answerTimeoutMs, new AnswerOverdue(order.orderId));
  }

  #awaitCarrier({ order }: OrderEntry, { schedule }: ActivationContext): void {
    schedule.once('carrier', this.terms.carrierTimeoutMs, new CarrierOverdue(order.orderId));
  }

  /** An order that has ended, or was never placed, needs no instance: its fields go, and its timers with them. */
  #rest(context: ActorContext): void {
    if (this.#entry === undefined || this.#entry.stage === 'ended') context.passivate();
  }
}
