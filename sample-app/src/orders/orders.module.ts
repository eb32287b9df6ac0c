import { type DynamicModule, Module } from '@nestjs/common';
import { OrderActor } from './order.actor.js';
import { OrderBook } from './order-book.js';
import { OrderTerms } from './order-terms.js';
import { OrdersController } from './orders.controller.js';

@Module({})
export class OrdersModule {
  static forRoot(terms: OrderTerms): DynamicModule {
    return {
      module: OrdersModule,
      providers: [OrderActor, OrderBook, { provide: OrderTerms, useValue: terms }],
      controllers: [OrdersController],
    };
  }
}
