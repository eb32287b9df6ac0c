import { ActivationContext, Actor, Handle, Subscribe } from 'nestjs-mailbox';
import { StockChanged } from '../inventory/messages.js';
import { Stock } from '../inventory/stock.js';
import { StockLedger } from '../inventory/stock-ledger.js';
import { CatchUpOnStock } from './messages.js';
import { StockViews } from './stock-views.js';

/** How long a view may be wrong when news got lost, or came too late. */
const CATCH_UP_MS = 30_000;

/** Keeps the views of the stock, by what the inventory publishes and by what stands in its ledger. */
@Actor()
export class StockViewActor {
  constructor(
    private readonly views: StockViews,
    private readonly ledger: StockLedger,
  ) {}

  onActivate({ schedule }: ActivationContext): void {
    schedule.every('catch-up', CATCH_UP_MS, new CatchUpOnStock());
  }

  @Subscribe(StockChanged)
  changed({ sku, free, reserved, sold }: StockChanged): void {
    this.views.put({ sku, free, reserved, sold });
  }

  @Handle(CatchUpOnStock)
  catchUp(): void {
    for (const { sku } of this.views.list()) {
      const { free, reserved, sold } = Stock.of(this.ledger.movementsOf(sku));
      this.views.put({ sku, free, reserved, sold });
    }
  }
}
