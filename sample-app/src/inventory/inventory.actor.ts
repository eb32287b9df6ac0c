import { ActivationContext, Actor, ActorContext, Handle } from 'nestjs-mailbox';
import {
  ReleaseStock,
  ReserveStock,
  SellStock,
  StockChanged,
  StockRefused,
  StockReleased,
  StockReserved,
  StockSold,
} from './messages.js';
import { Stock } from './stock.js';
import { StockLedger, type StockMovement } from './stock-ledger.js';

/**
 * The stock of one sku. All orders for it queue in this one mailbox, so between looking at the shelf and taking from it nobody
 * else can: it never oversells, without a lock.
 *
 * What it is told again it does not do again: the ledger knows the order, and the answer is the one of before.
 */
@Actor({ keyBy: (message: { sku: string }) => message.sku })
export class InventoryActor {
  #stock = new Stock();

  constructor(private readonly ledger: StockLedger) {}

  /** The ledger outlives an instance: a new one reads where the last one stopped. */
  onActivate({ key = '' }: ActivationContext): void {
    this.#stock = Stock.of(this.ledger.movementsOf(key));
  }

  /** Told again when the reservation has ended, it is an old message: nobody waits for an answer. */
  @Handle(ReserveStock)
  reserve({ orderId, sku, quantity }: ReserveStock, context: ActorContext): void {
    if (this.#stock.latestFor(orderId) === undefined) {
      const kind = quantity > this.#stock.free ? 'refused' : 'reserved';
      this.#record({ kind, sku, quantity, orderId }, context);
    }
    const kind = this.#stock.latestFor(orderId)?.kind;
    if (kind === 'reserved') context.tell(new StockReserved(orderId));
    if (kind === 'refused') context.tell(new StockRefused(orderId));
  }

  @Handle(ReleaseStock)
  release({ orderId }: ReleaseStock, context: ActorContext): void {
    this.#end('released', orderId, context);
    context.tell(new StockReleased(orderId));
  }

  @Handle(SellStock)
  sell({ orderId }: SellStock, context: ActorContext): void {
    this.#end('sold', orderId, context);
    context.tell(new StockSold(orderId));
  }

  /** A reservation ends once. */
  #end(kind: 'released' | 'sold', orderId: string, context: ActorContext): void {
    const latest = this.#stock.latestFor(orderId);
    if (latest?.kind === 'reserved') this.#record({ ...latest, kind }, context);
  }

  #record(movement: StockMovement, context: ActorContext): void {
    this.ledger.record(movement);
    this.#stock.apply(movement);
    const { free, reserved, sold } = this.#stock;
    if (movement.kind !== 'refused') context.publish(new StockChanged(movement.sku, free, reserved, sold));
  }
}
