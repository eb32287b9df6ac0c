import { Actor, Subscribe } from 'nestjs-mailbox';
import { StockChanged } from '../inventory/messages.js';
import { StockViews } from './stock-views.js';

/** Keeps the views of the stock. */
@Actor()
export class StockViewActor {
  constructor(private readonly views: StockViews) {}

  @Subscribe(StockChanged)
  changed({ sku, free, reserved, sold }: StockChanged): void {
    this.views.put({ sku, free, reserved, sold });
  }
}
