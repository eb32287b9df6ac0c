import { Module } from '@nestjs/common';
import { OrderActor } from './order.actor.js';
import { OrdersController } from './orders.controller.js';

@Module({ providers: [OrderActor], controllers: [OrdersController] })
export class OrdersModule {}
