import { Module } from '@nestjs/common';
import { OrderViewActor } from './order-view.actor.js';
import { OrderViews } from './order-views.js';
import { QueriesController } from './queries.controller.js';
import { StockViewActor } from './stock-view.actor.js';
import { StockViews } from './stock-views.js';

@Module({
  providers: [OrderViewActor, OrderViews, StockViewActor, StockViews],
  controllers: [QueriesController],
})
export class ReadModelModule {}
