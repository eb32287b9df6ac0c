import { testContext } from 'nestjs-mailbox/testing';
import { InventoryActor } from './inventory.actor.js';
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
import { StockLedger } from './stock-ledger.js';

const product = { sku: 'mug', name: 'Mug', priceCents: 100, stock: 3 };

function shelf(ledger = new StockLedger([product])) {
  const context = testContext({ key: 'mug' });
  const actor = new InventoryActor(ledger);
  actor.onActivate(context);
  return { actor, context, ledger };
}

describe('InventoryActor', () => {
  it('reserves what is free', () => {
    const { actor, context } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 2), context);
    expect(context.told).toEqual([new StockReserved('o-1')]);
    expect(context.published).toEqual([new StockChanged('mug', 1, 2, 0)]);
  });

  it('refuses more than is free, and never oversells', () => {
    const { actor, context } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 2), context);
    actor.reserve(new ReserveStock('o-2', 'mug', 2), context);
    actor.reserve(new ReserveStock('o-3', 'mug', 1), context);
    expect(context.told).toEqual([
      new StockReserved('o-1'),
      new StockRefused('o-2'),
      new StockReserved('o-3'),
    ]);
  });

  it('refuses everything of a product that it never had', () => {
    const context = testContext({ key: 'teapot' });
    const actor = new InventoryActor(new StockLedger([product]));
    actor.onActivate(context);
    actor.reserve(new ReserveStock('o-1', 'teapot', 1), context);
    expect(context.told).toEqual([new StockRefused('o-1')]);
  });

  it('puts back what is released, once', () => {
    const { actor, context } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 3), context);
    actor.release(new ReleaseStock('o-1', 'mug'), context);
    actor.release(new ReleaseStock('o-1', 'mug'), context);
    expect(context.published.at(-1)).toEqual(new StockChanged('mug', 3, 0, 0));
    expect(context.told.slice(1)).toEqual([new StockReleased('o-1'), new StockReleased('o-1')]);
  });

  it('sells what was reserved, once', () => {
    const { actor, context } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 2), context);
    actor.sell(new SellStock('o-1', 'mug'), context);
    actor.sell(new SellStock('o-1', 'mug'), context);
    expect(context.told.slice(1)).toEqual([new StockSold('o-1'), new StockSold('o-1')]);
    actor.release(new ReleaseStock('o-1', 'mug'), context);
    expect(context.published.at(-1)).toEqual(new StockChanged('mug', 1, 0, 2));
  });

  it('reserves once for an order, however often it is told', () => {
    const { actor, context, ledger } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 2), context);
    actor.reserve(new ReserveStock('o-1', 'mug', 2), context);
    expect(context.told).toEqual([new StockReserved('o-1'), new StockReserved('o-1')]);
    expect(ledger.movementsOf('mug').map(({ kind }) => kind)).toEqual(['delivered', 'reserved']);
  });

  it('refuses what it has refused, whatever has come back since', () => {
    const { actor, context, ledger } = shelf();
    actor.reserve(new ReserveStock('o-1', 'mug', 3), testContext());
    actor.reserve(new ReserveStock('o-2', 'mug', 1), context);
    actor.release(new ReleaseStock('o-1', 'mug'), testContext());
    actor.reserve(new ReserveStock('o-2', 'mug', 1), context);
    expect(context.told).toEqual([new StockRefused('o-2'), new StockRefused('o-2')]);
    expect(ledger.movementsOf('mug').at(-1)).toMatchObject({ kind: 'released', orderId: 'o-1' });
  });

  it('reserves nothing for an order that is over, however late it is told again', () => {
    const { actor, context, ledger } = shelf();
    for (const end of [() => actor.sell(new SellStock('o-1', 'mug'), context), () => {}]) {
      actor.reserve(new ReserveStock('o-1', 'mug', 1), context);
      end();
    }
    expect(ledger.movementsOf('mug').map(({ kind }) => kind)).toEqual(['delivered', 'reserved', 'sold']);
    expect(context.told).toEqual([new StockReserved('o-1'), new StockSold('o-1')]);
  });

  it('reads in the book where its predecessor stopped', () => {
    const first = shelf();
    first.actor.reserve(new ReserveStock('o-1', 'mug', 1), first.context);
    first.actor.reserve(new ReserveStock('o-2', 'mug', 1), first.context);
    first.actor.sell(new SellStock('o-1', 'mug'), first.context);

    const second = shelf(first.ledger);
    second.actor.release(new ReleaseStock('o-2', 'mug'), second.context);
    expect(second.context.published).toEqual([new StockChanged('mug', 2, 0, 1)]);
  });
});
