import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.js';
import { InventoryActor } from './inventory.actor.js';
import { StockLedger } from './stock-ledger.js';

@Module({
  providers: [
    InventoryActor,
    {
      provide: StockLedger,
      useFactory: ({ products }: Catalogue) => new StockLedger(products),
      inject: [Catalogue],
    },
  ],
})
export class InventoryModule {}
