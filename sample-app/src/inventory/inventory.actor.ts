import { ActivationContext, Actor, ActorContext, Handle } from 'nestjs-mailbox';
import {
  ReleaseStock,
  ReserveStock,
  SellStock,
  StockChanged,
  StockRefused,
  StockReserved,
} from './messages.js';
import { Stock } from './stock.js';
import { StockLedger, type StockMovement } from './stock-ledger.js';

/**
 * The stock of one sku. All orders for it queue in this one mailbox, so between looking at the shelf and taking from it nobody
 * else can: it never oversells, without a lock.
 */
@Actor({ keyBy: (message: { sku: string }) => message.sku })
export class InventoryActor {
  readonly #stock = new Stock();

  constructor(private readonly ledger: StockLedger) {}

  /** The book outlives an instance: a new one reads where the last one stopped. */
  onActivate({ key = '' }: ActivationContext): void {
    for (const movement of this.ledger.movementsOf(key)) this.#stock.apply(movement);
  }

  /** Told again, it answers again; told again when the order is over, it is an old message, and reserves nothing. */
  @Handle(ReserveStock)
  reserve({ orderId, sku, quantity }: ReserveStock, context: ActorContext): void {
    if (this.#stock.hasEndedFor(orderId)) return;
    if (this.#stock.reservedFor(orderId) === 0) {
      if (quantity > this.#stock.free) {
        context.tell(new StockRefused(orderId));
        return;
      }
      this.#move({ kind: 'reserved', sku, quantity, orderId }, context);
    }
    context.tell(new StockReserved(orderId));
  }

  @Handle(ReleaseStock)
  release({ orderId, sku }: ReleaseStock, context: ActorContext): void {
    this.#end('released', sku, orderId, context);
  }

  @Handle(SellStock)
  sell({ orderId, sku }: SellStock, context: ActorContext): void {
    this.#end('sold', sku, orderId, context);
  }

  /** A reservation ends once; told again, there is nothing left to end. */
  #end(kind: 'released' | 'sold', sku: string, orderId: string, context: ActorContext): void {
    const quantity = this.#stock.reservedFor(orderId);
    if (quantity > 0) this.#move({ kind, sku, quantity, orderId }, context);
  }

  #move(movement: StockMovement, context: ActorContext): void {
    this.ledger.record(movement);
    this.#stock.apply(movement);
    const { free, reserved, sold } = this.#stock;
    context.publish(new StockChanged(movement.sku, free, reserved, sold));
  }
}
