import { type DynamicModule, Module } from '@nestjs/common';
import { OrderActor } from './order.actor.js';
import { OrderTerms } from './order-terms.js';
import { OrderWatchActor } from './order-watch.actor.js';
import { OrdersController } from './orders.controller.js';

@Module({})
export class OrdersModule {
  static forRoot(terms: OrderTerms): DynamicModule {
    return {
      module: OrdersModule,
      providers: [OrderActor, OrderWatchActor, { provide: OrderTerms, useValue: terms }],
      controllers: [OrdersController],
    };
  }
}
