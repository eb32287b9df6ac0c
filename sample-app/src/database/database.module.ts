import { Global, Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.js';
import { StockLedger } from '../inventory/stock-ledger.js';
import { OrderBook } from '../orders/order-book.js';
import { ParcelBook } from '../shipping/parcel-book.js';

/**
 * What stands for the database: it outlives every actor, and a crash of all of them. Each table has one actor class that writes in
 * it; anybody may read.
 */
@Global()
@Module({
  providers: [
    OrderBook,
    ParcelBook,
    {
      provide: StockLedger,
      useFactory: ({ products }: Catalogue) => new StockLedger(products),
      inject: [Catalogue],
    },
  ],
  exports: [OrderBook, ParcelBook, StockLedger],
})
export class DatabaseModule {}
